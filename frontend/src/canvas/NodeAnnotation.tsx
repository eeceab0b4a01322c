/** What stands in the margin beside a card: a person's note, or why the step failed. */

import { Button } from "@mantine/core";
import { IconCircleX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { StepError } from "../api/apiTypes";
import type { DesignNode } from "../api/designDocument";
import { NODE_WIDTH } from "../graph/cardSizes";
import { appTexts } from "../messages/appTexts";
import { errorTexts } from "../messages/errorTexts";
import { useDesign } from "../stores/designStore";
import { useRun } from "../stores/runStore";
import { selectCards, useUi } from "../stores/uiStore";
import { TryAgainButton } from "../ui/actions/TryAgainButton";
import { ErrorHelpLink } from "../ui/ErrorMessage";
import { useHasChanged } from "./nodeSelectors";
import { bringIntoView } from "./viewport";
import "./nodeAnnotation.css";

const NOTE_REACH = 290;

type NoteSide = "left" | "right" | "over";

export function NodeAnnotation({ id, node }: { id: string; node: DesignNode }) {
  const error = useRun((store) => (store.steps[id]?.state === "failed" ? store.steps[id]?.error : null));
  const changed = useHasChanged(id);
  const shown = error && !changed;
  const side = useDesign(({ document }) => (shown || node.note ? findFreeSide(id, document?.nodes ?? {}) : "left"));
  if (shown) return <FailureNote id={id} error={error} side={side} />;
  if (node.note) return <p className={`margin-note margin-${side}`}>{node.note}</p>;
  return null;
}

function FailureNote({ id, error, side }: { id: string; error: StepError; side: NoteSide }) {
  const { line, parameter } = error;
  const showScript = () => {
    selectCards([id]);
    if (line !== null) useUi.setState({ scriptLine: { node: id, line } });
  };
  const showLog = () => {
    selectCards([id]);
    useUi.setState({ bottomTab: "log" });
  };
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (note.current && isFirstFailure(id)) bringIntoView(note.current);
  }, [id]);
  return (
    <div ref={note} className={`failure-note margin-${side} nodrag nopan`} role="note">
      <div className="failure-title">
        <IconCircleX size={15} stroke={1.6} aria-hidden="true" />
        {errorTexts.title(error)}
      </div>
      <p>{error.message}</p>
      <TryAgainButton number={error.number} className="failure-again" />
      <Button size="compact-sm" variant="default" onClick={line === null && !parameter ? showLog : showScript}>
        {line !== null
          ? appTexts.failure.openScript(line)
          : parameter
            ? appTexts.failure.showParameter
            : appTexts.failure.showLog}
      </Button>
      <ErrorHelpLink number={error.number} />
    </div>
  );
}

const isFirstFailure = (id: string): boolean =>
  useRun.getState().run?.steps.find((step) => step.state === "failed")?.node === id;

/** The side of a card where no other card is; where there is none, what is to say lies over the canvas when asked for. */
function findFreeSide(id: string, nodes: Record<string, DesignNode>): NoteSide {
  const own = nodes[id];
  if (!own) return "left";
  const near = Object.entries(nodes).filter(([other, node]) => other !== id && Math.abs(node.y - own.y) < 110);
  const taken = (from: number, to: number) => near.some(([, node]) => node.x + NODE_WIDTH > from && node.x < to);
  if (!taken(own.x - NOTE_REACH, own.x)) return "left";
  return taken(own.x + NODE_WIDTH, own.x + NODE_WIDTH + NOTE_REACH) ? "over" : "right";
}
