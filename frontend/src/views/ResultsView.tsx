/** What left a port, whatever it is: the bar with its tabs and the view of the chosen tab. */

import { ActionIcon, Loader, Menu, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconMaximize } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { createPortal } from "react-dom";
import { Refused } from "../api/client";
import { NoViewYet, useArtifact } from "../api/queries";
import type { Artifact } from "../api/types";
import type { View } from "../api/views";
import { Segments } from "../components/Segments";
import { table as looking } from "../messages/looking";
import { resultsMessages as say } from "../messages/results";
import { nameOfNode } from "../panels/problemWords";
import { ColumnStatistics } from "./dataset/ColumnStatistics";
import { DatasetTable } from "./dataset/DatasetTable";
import { queryOf, selectionOf, useLook } from "./dataset/look";
import { NumbersTable } from "./evaluation/NumbersTable";
import { count, size } from "./format";
import { ModelDetails } from "./model/ModelDetails";
import { Plots, usePlots } from "./Plots";
import { ResultsTitle } from "./ResultsTitle";
import { StepLog } from "./StepLog";
import { TransformationRules } from "./TransformationRules";
import "./views.css";

const ImagesView = lazy(() => import("./images/ImagesView"));
const Explore = lazy(() => import("./explore/Explore").then((module) => ({ default: module.Explore })));
const EvaluationCharts = lazy(() =>
  import("./evaluation/EvaluationView").then((module) => ({ default: module.EvaluationCharts })),
);

export interface ResultsViewProps {
  /** The node whose output it is; without one (on the Datasets page) there is no log. */
  node?: string;
  port?: string;
  /** The name of the artifact. */
  artifact: string;
  /** Where the bar goes; without one it stands on top of the view. */
  slot?: HTMLElement | null;
}

const Effects = lazy(() => import("./model/Effects"));
const TreeView = lazy(() => import("./model/TreeView"));
const TrialsView = lazy(() => import("./trials/TrialsView"));

type Tab =
  | "trials"
  | "tree"
  | "effects"
  | "images"
  | "table"
  | "columns"
  | "chart"
  | "charts"
  | "numbers"
  | "model"
  | "rules"
  | "plots"
  | "log"
  | "file";

const TABS: Record<string, Tab[]> = {
  dataset: ["table", "columns", "chart"],
  evaluation: ["charts", "numbers"],
  trained_model: ["model"],
  untrained_model: ["model"],
  transformation: ["rules"],
  image_directory: ["images"],
};

const tabsOf = (view: View, node: string | undefined, plots: number): Tab[] => [
  ...viewTabs(view),
  ...(plots > 0 ? (["plots"] as Tab[]) : []),
  ...(node ? (["log"] as Tab[]) : []),
];

/** A tree that is the whole model comes first, one of a forest after the importances. */
function viewTabs(view: View): Tab[] {
  const tabs = TABS[view.kind] ?? ["file"];
  if (view.kind === "dataset") return view.shown_as?.kind === "trials" ? ["trials", ...tabs] : tabs;
  if (view.kind !== "trained_model") return tabs;
  const effects: Tab[] = view.dependence?.length ? ["effects"] : [];
  if (!view.trees) return [...tabs, ...effects];
  return view.trees.count === 1 ? ["tree", ...tabs, ...effects] : [...tabs, "tree", ...effects];
}

export function ResultsView({ node, port, artifact, slot }: ResultsViewProps) {
  const { data, error } = useArtifact(artifact);
  if (error) {
    return <p className="results-message">{whyNothing(error)}</p>;
  }
  if (!data) {
    return (
      <p className="results-message results-loading">
        <Loader size="xs" /> {say.results.loading}
      </p>
    );
  }
  return <Result node={node} port={port} artifact={artifact} data={data} slot={slot} />;
}

function whyNothing(error: Error): string {
  if (error instanceof NoViewYet) return say.results.noView;
  return error instanceof Refused && error.status === 404 ? say.results.gone : error.message;
}

function Result({ node, port, artifact, data, slot }: ResultsViewProps & { data: Artifact }) {
  const [tab, setTab] = useState<Tab | null>(null);
  const [large, { open, close }] = useDisclosure(false);
  const tabs = tabsOf(data.view, node, usePlots(node).length);
  const shown = tab && tabs.includes(tab) ? tab : tabs[0]!;
  // Two may be side by side.
  const label = node ? `${say.results.title}: ${nameOfNode(node)}${port ? `, ${port}` : ""}` : say.results.title;
  const tabSwitch = <TabSwitch tabs={tabs} shown={shown} onChange={setTab} />;
  const body = (
    <Suspense fallback={<p className="results-message">{say.results.loading}</p>}>
      <Body key={artifact} tab={shown} artifact={artifact} view={data.view} node={node} port={port} onTab={setTab} />
    </Suspense>
  );
  const bar = (
    <div className="results-bar">
      {node && <ResultsTitle node={node} port={port} />}
      <span className="results-fact">{fact(data)}</span>
      <div className="results-tools">
        {tabSwitch}
        {data.view.kind === "dataset" && <Download artifact={artifact} />}
        <ActionIcon aria-label={say.results.fullScreen} title={say.results.fullScreen} onClick={open}>
          <IconMaximize size={17} stroke={1.6} />
        </ActionIcon>
      </div>
    </div>
  );
  return (
    <div className="results">
      {slot ? createPortal(bar, slot) : bar}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section className="results-body" tabIndex={0} aria-label={label}>
        {!large && body}
      </section>
      <Modal
        fullScreen
        opened={large}
        onClose={close}
        title={<LargeTitle node={node} port={port} data={data} tabs={tabSwitch} />}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
        <section className="results-body results-large" tabIndex={0} aria-label={label}>
          {body}
        </section>
      </Modal>
    </div>
  );
}

function TabSwitch({ tabs, shown, onChange }: { tabs: Tab[]; shown: Tab; onChange: (tab: Tab) => void }) {
  if (tabs.length < 2) return null;
  return (
    <Segments
      size="xs"
      aria-label={say.results.view}
      data={tabs.map((value) => ({ value, label: say.results[value] }))}
      value={shown}
      onChange={onChange}
    />
  );
}

interface LargeTitleProps {
  node: string | undefined;
  port: string | undefined;
  data: Artifact;
  tabs: ReactNode;
}

function LargeTitle({ node, port, data, tabs }: LargeTitleProps) {
  return (
    <span className="results-heading">
      {node && <ResultsTitle node={node} port={port} />}
      <span className="results-fact">{fact(data)}</span>
      {tabs}
    </span>
  );
}

/** The size of the result in a few words. */
function fact({ view }: Artifact): string {
  if (view.kind === "dataset") {
    const missing = view.columns.reduce((sum, column) => sum + column.missing, 0);
    return `${size(view.rows, view.columns.length)}, ${missing === 0 ? say.dataset.noneMissing : say.dataset.missingCells(count(missing))}`;
  }
  return "";
}

interface BodyProps {
  tab: Tab;
  artifact: string;
  view: View;
  node: string | undefined;
  port: string | undefined;
  onTab: (tab: Tab) => void;
}

function Body({ tab, artifact, view, node, port, onTab }: BodyProps) {
  const from = node && port ? { node, port } : null;
  if (tab === "log" && node) return <StepLog node={node} />;
  if (tab === "plots" && node) return <Plots node={node} />;
  switch (view.kind) {
    case "dataset":
      if (tab === "trials" && view.shown_as) {
        return <TrialsView shown={view.shown_as} />;
      }
      if (tab === "columns") return <ColumnStatistics view={view} />;
      if (tab === "table") return <DatasetTable artifact={artifact} view={view} from={from} />;
      return <Explore view={view} place={{ artifact, from, onTable: () => onTab("table") }} />;
    case "evaluation":
      return tab === "numbers" ? <NumbersTable view={view} /> : <EvaluationCharts view={view} node={node ?? null} />;
    case "trained_model":
    case "untrained_model":
      if (tab === "tree") return <TreeView view={view} />;
      return tab === "effects" ? <Effects view={view} /> : <ModelDetails view={view} />;
    case "image_directory":
      return (
        <Suspense fallback={null}>
          <ImagesView artifact={artifact} view={view} />
        </Suspense>
      );
    case "transformation":
      return <TransformationRules view={view} />;
    default:
      return <p className="results-message">{say.results.unknown}</p>;
  }
}

function Download({ artifact }: { artifact: string }) {
  const look = useLook(artifact);
  const selection = selectionOf(look);
  const items = (selected: string) =>
    (["csv", "parquet", "xlsx"] as const).map((format) => (
      <Menu.Item
        key={format}
        component="a"
        href={`/api/artifacts/${artifact}/download?${queryOf(selected, { format })}`}
        download
      >
        {format === "xlsx" ? "Excel" : format === "csv" ? "CSV" : "Parquet"}
      </Menu.Item>
    ));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={say.results.download} title={say.results.download}>
          <IconDownload size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {selection !== "" && <Menu.Label>{looking.downloadSelected}</Menu.Label>}
        {selection !== "" && items(selection)}
        {selection !== "" && <Menu.Label>{looking.downloadAll}</Menu.Label>}
        {items("")}
      </Menu.Dropdown>
    </Menu>
  );
}
