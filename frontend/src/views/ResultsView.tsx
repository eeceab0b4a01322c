/** What left a port, whatever it is: the bar with its tabs and the view of the chosen tab. */

import { ActionIcon, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMaximize } from "@tabler/icons-react";
import { useState } from "react";
import { createPortal } from "react-dom";
import type { Artifact } from "../api/types";
import { resultsMessages as say } from "../messages/results";
import { nameOfNode } from "../panels/problemWords";
import { showFull, useUi } from "../stores/ui";
import { useFullTabs } from "./full/tabs";
import { Reading } from "./Reading";
import { ResultBody } from "./ResultBody";
import { ResultsTitle } from "./ResultsTitle";
import { Download, fact, TabSwitch } from "./ResultTools";
import { type Tab, useTabs } from "./tabs";
import "./views.css";

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
  return <Reading artifact={props.artifact}>{(data) => <Result {...props} data={data} />}</Reading>;
}

/** How a result is called for those who do not see it: two may be side by side. */
export const labelOf = (node: string | undefined, port: string | undefined): string =>
  node ? `${say.results.title}: ${nameOfNode(node)}${port ? `, ${port}` : ""}` : say.results.title;

function Result({ node, port, artifact, data, slot }: ResultsViewProps & { data: Artifact }) {
  const [chosen, setTab] = useState<Tab>();
  const full = useUi((ui) => ui.full);
  const [large, { open, close }] = useDisclosure(false);
  const { tabs, shown } = useTabs(data.view, node, chosen);
  const enlarge = () => {
    if (node === undefined || port === undefined) return open();
    useFullTabs.setState({ [data.view.kind]: shown });
    showFull(node, port);
  };
  const label = labelOf(node, port);
  const tabSwitch = <TabSwitch tabs={tabs} shown={shown} onChange={setTab} />;
  const body = <ResultBody tab={shown} view={data.view} onTab={setTab} {...{ artifact, node, port }} />;
  const bar = (
    <div className="results-bar">
      {node && <ResultsTitle node={node} port={port} />}
      <span className="results-fact">{fact(data)}</span>
      <div className="results-tools">
        {tabSwitch}
        {data.view.kind === "dataset" && <Download artifact={artifact} />}
        <ActionIcon aria-label={say.results.fullScreen} title={say.results.fullScreen} onClick={enlarge}>
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
        opened={large}
        onClose={close}
        title={
          <span className="results-heading">
            <span className="results-fact">{fact(data)}</span>
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
