/** What stands in the margin beside a card: a person's note, or why the step failed. */

import { Button } from "@mantine/core";
import { IconCircleX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { StepError } from "../api/types";
import { FailureHelp } from "../components/Failure";
import { TryAgain } from "../components/TryAgain";
import { NODE_WIDTH } from "../graph/sizes";
import type { DesignNode } from "../graph/types";
import { text } from "../messages/en";
import { failuresMessages } from "../messages/failures";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";
import { select, useUi } from "../stores/ui";
import { useChanged } from "./facts";
import { bringIntoView } from "./stage";

const REACH = 290;

type Side = "left" | "right" | "over";

export function MarginNote({ id, node }: { id: string; node: DesignNode }) {
  const error = useRun((store) => (store.steps[id]?.state === "failed" ? store.steps[id]?.error : null));
  const changed = useChanged(id);
  const shown = error && !changed;
  const side = useDesign(({ document }) => (shown || node.note ? freeSide(id, document?.nodes ?? {}) : "left"));
  if (shown) return <FailureNote id={id} error={error} side={side} />;
  if (node.note) return <p className={`margin-note margin-${side}`}>{node.note}</p>;
  return null;
}

function FailureNote({ id, error, side }: { id: string; error: StepError; side: Side }) {
  const { line, parameter } = error;
  const showScript = () => {
    select([id]);
    if (line !== null) useUi.setState({ scriptLine: { node: id, line } });
  };
  const showLog = () => {
    select([id]);
    useUi.setState({ bottom: "log" });
  };
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (note.current && isFirstFailure(id)) bringIntoView(note.current);
  }, [id]);
  return (
    <div ref={note} className={`failure-note margin-${side} nodrag nopan`} role="note">
      <div className="failure-title">
        <IconCircleX size={15} stroke={1.6} aria-hidden="true" />
        {failuresMessages.title(error)}
      </div>
      <p>{error.message}</p>
      <TryAgain number={error.number} />
      <Button size="compact-sm" variant="default" onClick={line === null && !parameter ? showLog : showScript}>
        {line !== null ? text.failure.openScript(line) : parameter ? text.failure.showParameter : text.failure.showLog}
      </Button>
      <FailureHelp number={error.number} />
    </div>
  );
}

const isFirstFailure = (id: string): boolean =>
  useRun.getState().run?.steps.find((step) => step.state === "failed")?.node === id;

/** The side of a card where no other card is; where there is none, what is to say lies over the canvas when asked for. */
function freeSide(id: string, nodes: Record<string, DesignNode>): Side {
  const own = nodes[id];
  if (!own) return "left";
  const near = Object.entries(nodes).filter(([other, node]) => other !== id && Math.abs(node.y - own.y) < 110);
  const taken = (from: number, to: number) => near.some(([, node]) => node.x + NODE_WIDTH > from && node.x < to);
  if (!taken(own.x - REACH, own.x)) return "left";
  return taken(own.x + NODE_WIDTH, own.x + NODE_WIDTH + REACH) ? "over" : "right";
}
