/** A result on the whole screen, with the other results of the run beside it, and evaluations to compare it with. */

import { Modal } from "@mantine/core";
import { useState } from "react";
import { createPortal } from "react-dom";
import type { Artifact } from "../../../api/apiTypes";
import { toUrl } from "../../../api/basePath";
import { appTexts } from "../../../messages/appTexts";
import { fullscreenTexts as texts } from "../../../messages/chartTexts";
import { useDesign } from "../../../stores/designStore";
import { useOutput, useRun } from "../../../stores/runStore";
import { useUi } from "../../../stores/uiStore";
import { ArtifactBoundary } from "../ArtifactBoundary";
import { ResultBody } from "../ResultBody";
import { ResultsTitle } from "../ResultsTitle";
import { getResultLabel } from "../ResultsView";
import { AddToDashboardButton, DownloadButton, describeResultSize, TabSwitch } from "../ResultTools";
import { useResultTabs } from "../resultTabs";
import { CompareWith } from "./CompareWith";
import { type ResultComparison, useResultComparison } from "./comparableResults";
import { ResultList } from "./ResultList";
import { useRememberedTabs } from "./rememberedTabs";
import { StepStatus } from "./StepStatus";
import "../../../styles/lazyMantine";
import "../../../ui/charts/plot.css";
import "../resultsView.css";
import "./fullscreenResult.css";

const closeFullscreen = () => useUi.setState({ resultFullscreen: false });

export default function FullscreenResult() {
  const result = useUi((ui) => ui.result);
  return result && <FullscreenBody node={result.node} port={result.port} />;
}

interface ResultPlace {
  node: string;
  port: string;
}

function FullscreenBody({ node, port }: ResultPlace) {
  const output = useOutput(node, port);
  const comparison = useResultComparison(node, output);
  const [tools, setTools] = useState<HTMLElement | null>(null);
  return (
    <Modal.Root
      fullScreen
      opened
      onClose={closeFullscreen}
      classNames={{ content: "full-content", header: "full-header", body: "full-body" }}
      lockScroll={false}
      transitionProps={{ duration: 140 }}
    >
      <Modal.Content aria-label={getResultLabel(node, port)}>
        <Modal.Header role="presentation">
          <div className="full-bar">
            <FullscreenTitle node={node} port={port} />
            <div className="full-tools" ref={setTools} />
          </div>
          <Modal.CloseButton aria-label={appTexts.close} />
        </Modal.Header>
        <Modal.Body>
          <div className="full-columns">
            <aside className="full-side">
              <ResultList shown={node} />
              {comparison && <CompareWith key={node} comparison={comparison} />}
            </aside>
            <div className="full-main">
              {output && (
                <ArtifactBoundary key={`${node} ${port}`} artifact={output.artifact}>
                  {(data) => <FullscreenView {...{ node, port, data, tools, comparison }} artifact={output.artifact} />}
                </ArtifactBoundary>
              )}
            </div>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function FullscreenTitle({ node, port }: ResultPlace) {
  const name = useDesign(({ document }) => document?.name);
  return (
    <>
      <span className="full-design">{name}</span>
      <ResultsTitle node={node} port={port} />
      <StepStatus node={node} />
    </>
  );
}

interface FullscreenViewProps extends ResultPlace {
  artifact: string;
  data: Artifact;
  /** Where its tabs go. */
  tools: HTMLElement | null;
  comparison: ResultComparison | null;
}

function FullscreenView({ node, port, artifact, data, tools, comparison }: FullscreenViewProps) {
  const last = useRememberedTabs((store) => store[data.view.kind]);
  const { tabs, shown } = useResultTabs(data.view, node, last);
  const show = (tab: typeof shown) => useRememberedTabs.setState({ [data.view.kind]: tab });
  const run = useRun((store) => store.run?.id);
  const joined = comparison?.view ?? null;
  const bar = (
    <>
      <span className="results-fact">{describeResultSize(data)}</span>
      <TabSwitch tabs={tabs} shown={shown} onChange={show} />
      {data.view.kind === "dataset" && <DownloadButton artifact={artifact} />}
      <AddToDashboardButton node={node} port={port} />
      {run && (
        <a className="full-report" href={toUrl(`/runs/${run}/report`)} target="_blank" rel="noreferrer">
          {texts.report}
        </a>
      )}
    </>
  );
  return (
    <>
      {tools && createPortal(bar, tools)}
      {comparison?.trouble && (
        <p className="full-trouble" role="status">
          {comparison.trouble}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section className="results-body" tabIndex={0} aria-label={getResultLabel(node, port)}>
        <ResultBody
          key={joined ? comparison!.chosen.join(" ") : "alone"}
          tab={shown}
          view={joined ?? data.view}
          onTab={show}
          against={joined ? comparison!.against : undefined}
          {...{ artifact, node, port }}
        />
      </section>
    </>
  );
}
