/** A result on the whole screen, with the other results of the run beside it, and evaluations to compare it with. */

import { Modal } from "@mantine/core";
import { useState } from "react";
import { createPortal } from "react-dom";
import { urlOf } from "../../api/base";
import type { Artifact } from "../../api/types";
import { text } from "../../messages/en";
import { full as say } from "../../messages/looking";
import { useDesign } from "../../stores/design";
import { useOutput, useRun } from "../../stores/run";
import { useUi } from "../../stores/ui";
import { Reading } from "../Reading";
import { ResultBody } from "../ResultBody";
import { ResultsTitle } from "../ResultsTitle";
import { labelOf } from "../ResultsView";
import { Download, fact, TabSwitch } from "../ResultTools";
import { useTabs } from "../tabs";
import { CompareWith } from "./CompareWith";
import { type Comparison, useComparison } from "./comparing";
import { ResultList } from "./ResultList";
import { Standing } from "./Standing";
import { useFullTabs } from "./tabs";
import "../../styles/later";
import "../views.css";
import "./full.css";

const close = () => useUi.setState({ full: false });

export default function FullResult() {
  const result = useUi((ui) => ui.result);
  return result && <Whole node={result.node} port={result.port} />;
}

interface Place {
  node: string;
  port: string;
}

function Whole({ node, port }: Place) {
  const output = useOutput(node, port);
  const comparison = useComparison(node, output);
  const [tools, setTools] = useState<HTMLElement | null>(null);
  return (
    <Modal.Root
      fullScreen
      opened
      onClose={close}
      className="full"
      lockScroll={false}
      transitionProps={{ duration: 140 }}
    >
      <Modal.Content aria-label={labelOf(node, port)}>
        <Modal.Header role="presentation">
          <div className="full-bar">
            <Title node={node} port={port} />
            <div className="full-tools" ref={setTools} />
          </div>
          <Modal.CloseButton aria-label={text.close} />
        </Modal.Header>
        <Modal.Body>
          <div className="full-columns">
            <aside className="full-side">
              <ResultList shown={node} />
              {comparison && <CompareWith key={node} comparison={comparison} />}
            </aside>
            <div className="full-main">
              {output && (
                <Reading key={`${node} ${port}`} artifact={output.artifact}>
                  {(data) => <Result {...{ node, port, data, tools, comparison }} artifact={output.artifact} />}
                </Reading>
              )}
            </div>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Title({ node, port }: Place) {
  const name = useDesign(({ document }) => document?.name);
  return (
    <>
      <span className="full-design">{name}</span>
      <ResultsTitle node={node} port={port} />
      <Standing node={node} />
    </>
  );
}

interface ResultProps extends Place {
  artifact: string;
  data: Artifact;
  /** Where its tabs go. */
  tools: HTMLElement | null;
  comparison: Comparison | null;
}

function Result({ node, port, artifact, data, tools, comparison }: ResultProps) {
  const last = useFullTabs((store) => store[data.view.kind]);
  const { tabs, shown } = useTabs(data.view, node, last);
  const show = (tab: typeof shown) => useFullTabs.setState({ [data.view.kind]: tab });
  const run = useRun((store) => store.run?.id);
  const joined = comparison?.view ?? null;
  const bar = (
    <>
      <span className="results-fact">{fact(data)}</span>
      <TabSwitch tabs={tabs} shown={shown} onChange={show} />
      {data.view.kind === "dataset" && <Download artifact={artifact} />}
      {run && (
        <a className="full-report" href={urlOf(`/runs/${run}/report`)} target="_blank" rel="noreferrer">
          {say.report}
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
      <section className="results-body" tabIndex={0} aria-label={labelOf(node, port)}>
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
