/** The results of the run, evaluations first and then from the end of the flow to its beginning; arrows walk them. */

import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import type { Output } from "../../../api/apiTypes";
import type { Design } from "../../../api/designDocument";
import { CardPicture } from "../../../canvas/NodeThumbnail";
import { findFirstResult } from "../../../canvas/openNode";
import { getSourceNodes } from "../../../graph/ports";
import { sortTopologically } from "../../../graph/topologicalOrder";
import { fullscreenTexts as texts } from "../../../messages/chartTexts";
import { useModule } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { findLearnerName, getNodeName } from "../../../stores/nodeNames";
import { getOutput, useRun } from "../../../stores/runStore";
import { showResult } from "../../../stores/uiStore";
import { ResultFact } from "./ResultFact";

export interface ListedResult {
  node: string;
  port: string;
  output: Output;
}

export function ResultList({ shown }: { shown: string }) {
  const design = useDesign(({ document }) => document);
  const run = useRun((store) => store.run?.number ?? null);
  // What is known of steps and of data that have not run comes from elsewhere, and may come later.
  useRun((store) => store.steps);
  useDesign(({ analysis }) => analysis?.known);
  const [open, setOpen] = useState(false);
  const listed = design ? listResults(design, shown) : [];
  const names = listed.map(({ node }) => getNodeName(node));
  const twin = (at: number) => names.indexOf(names[at]!) !== names.lastIndexOf(names[at]!);
  const title = texts.results(run);
  return (
    <section className="full-results" data-open={open || undefined}>
      <h3 className="caption full-caption">{title}</h3>
      <button type="button" className="full-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        {title} <IconChevronDown size={15} stroke={1.6} aria-hidden="true" />
      </button>
      <div className="full-list" role="listbox" aria-label={title} tabIndex={-1} onKeyDown={moveFocusInList}>
        {listed.map((one, at) => (
          <ResultListRow
            key={one.node}
            {...one}
            shown={one.node === shown}
            twin={twin(at)}
            onChosen={() => setOpen(false)}
          />
        ))}
      </div>
    </section>
  );
}

/** The nodes from the end of the flow to its beginning: the furthest from their sources first. */
function orderBackwards(design: Design): string[] {
  const depths = new Map<string, number>();
  for (const node of sortTopologically(design)) {
    depths.set(node, 1 + Math.max(0, ...getSourceNodes(design, node).map((source) => depths.get(source) ?? 0)));
  }
  return [...depths.keys()].sort((one, other) => depths.get(other)! - depths.get(one)!);
}

/** Learners that wait to be trained say little; they are listed only while one of them is shown. */
function listResults(design: Design, shown: string): ListedResult[] {
  const all = orderBackwards(design)
    .flatMap((node) => {
      const port = findFirstResult(node);
      const output = port === null ? undefined : getOutput(node, port);
      return port !== null && output ? [{ node, port, output }] : [];
    })
    .filter(({ node, output }) => node === shown || output.type !== "untrained_model");
  const judged = ({ output }: ListedResult) => output.type === "evaluation";
  return [...all.filter(judged), ...all.filter((one) => !judged(one))];
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

function moveFocusInList(event: React.KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=option]")];
  const to = rows[step(rows.indexOf(document.activeElement as HTMLElement), rows.length - 1)];
  to?.focus();
  to?.click();
}

interface ResultListRowProps extends ListedResult {
  shown: boolean;
  /** Whether another has the same name. */
  twin: boolean;
  onChosen: () => void;
}

function ResultListRow({ node, port, output, shown, twin, onChosen }: ResultListRowProps) {
  const module = useModule(useDesign(({ document }) => document?.nodes[node]?.module));
  const choose = () => {
    showResult(node, port);
    onChosen();
  };
  return (
    <button
      type="button"
      role="option"
      className="full-row"
      aria-selected={shown}
      tabIndex={shown ? 0 : -1}
      data-autofocus={shown || undefined}
      onClick={choose}
    >
      <span className="full-plate">
        <CardPicture glance={output.glance} module={module} width={34} height={32} icon={20} />
      </span>
      <span className="full-name">
        {getNodeName(node)} {twin && <span className="full-learner">{findLearnerName(node)}</span>}
        <ResultFact node={node} output={output} />
      </span>
    </button>
  );
}
