/** What left a port, whatever it is: the bar with its tabs and the view of the chosen tab. */

import { ActionIcon, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMaximize } from "@tabler/icons-react";
import { useState } from "react";
import { createPortal } from "react-dom";
import type { Artifact } from "../../api/apiTypes";
import { resultTexts as texts } from "../../messages/resultTexts";
import { getNodeName } from "../../stores/nodeNames";
import { showResultFullscreen, useUi } from "../../stores/uiStore";
import { ArtifactBoundary } from "./ArtifactBoundary";
import { useRememberedTabs } from "./fullscreen/rememberedTabs";
import { ResultBody } from "./ResultBody";
import { ResultsTitle } from "./ResultsTitle";
import { AddToDashboardButton, DownloadButton, describeResultSize, TabSwitch } from "./ResultTools";
import { type ResultTab, useResultTabs } from "./resultTabs";
import "../../ui/charts/plot.css";
import "./resultsView.css";

export interface ResultsViewProps {
  /** The node whose output it is; without one (on the Datasets page) there is no log. */
  node?: string;
  port?: string;
  /** The name of the artifact. */
  artifact: string;
  /** Where the bar goes; without one it stands on top of the view. */
  slot?: HTMLElement | null;
}

export function ResultsView(props: ResultsViewProps) {
  return (
    <ArtifactBoundary artifact={props.artifact}>{(data) => <ResultView {...props} data={data} />}</ArtifactBoundary>
  );
}

/** How a result is called for those who do not see it: two may be side by side. */
export const getResultLabel = (node: string | undefined, port: string | undefined): string =>
  node ? `${texts.results.title}: ${getNodeName(node)}${port ? `, ${port}` : ""}` : texts.results.title;

function ResultView({ node, port, artifact, data, slot }: ResultsViewProps & { data: Artifact }) {
  const [chosen, setTab] = useState<ResultTab>();
  const full = useUi((ui) => ui.resultFullscreen);
  const [large, { open, close }] = useDisclosure(false);
  const { tabs, shown } = useResultTabs(data.view, node, chosen);
  const enlarge = () => {
    if (node === undefined || port === undefined) return open();
    useRememberedTabs.setState({ [data.view.kind]: shown });
    showResultFullscreen(node, port);
  };
  const label = getResultLabel(node, port);
  const tabSwitch = <TabSwitch tabs={tabs} shown={shown} onChange={setTab} />;
  const body = <ResultBody tab={shown} view={data.view} onTab={setTab} {...{ artifact, node, port }} />;
  const bar = (
    <div className="results-bar" data-in-slot={slot ? true : undefined}>
      {node && <ResultsTitle node={node} port={port} />}
      <span className="results-fact">{describeResultSize(data)}</span>
      <div className="results-tools">
        {tabSwitch}
        {data.view.kind === "dataset" && <DownloadButton artifact={artifact} />}
        {node !== undefined && port !== undefined && <AddToDashboardButton node={node} port={port} />}
        <ActionIcon aria-label={texts.results.fullScreen} title={texts.results.fullScreen} onClick={enlarge}>
          <IconMaximize size={17} stroke={1.6} />
        </ActionIcon>
      </div>
    </div>
  );
  return (
    <div className="results">
      {slot ? createPortal(bar, slot) : bar}
      {!large && !full && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
        <section className="results-body" tabIndex={0} aria-label={label}>
          {body}
        </section>
      )}
      <Modal
        fullScreen
        classNames={{ title: "results-dialog-title", content: "results-dialog", header: "results-dialog" }}
        opened={large}
        onClose={close}
        title={
          <span className="results-heading">
            <span className="results-fact">{describeResultSize(data)}</span>
            {tabSwitch}
          </span>
        }
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
        <section className="results-body results-large" tabIndex={0} aria-label={label}>
          {body}
        </section>
      </Modal>
    </div>
  );
}
