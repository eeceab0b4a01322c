/** A folded group as one card: its title, how its nodes stand, and the ports at its border. */

import { IconFolder, IconFoldUp } from "@tabler/icons-react";
import { type NodeProps, useUpdateNodeInternals } from "@xyflow/react";
import { useEffect } from "react";
import { listGroupContents, parseGroupCardId, readGroups } from "../../graph/designGroups";
import { summarizeSteps } from "../../graph/nodeStatus";
import { editorTexts } from "../../messages/editorTexts";
import { pluralize } from "../../messages/formatting";
import { useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { StatusLine } from "../../ui/StatusLine";
import { CardPorts } from "../ModuleNode";
import { useVisibleGraph } from "../useVisibleGraph";
import { setGroupFolded, toKnownColor } from "./editGroup";
import "../card.css";
import "./groupCard.css";

export default function GroupCard({ id: card, selected }: NodeProps) {
  const id = parseGroupCardId(card)!;
  const view = useVisibleGraph();
  const design = useDesign(({ document }) => document);
  const group = design && readGroups(design).get(id);
  const steps = useRun((store) => store.steps);
  const changed = useDesign(({ analysis }) => analysis?.changed);
  const problems = useDesign(({ analysis }) => analysis?.problems);
  const node = view?.design.nodes[card];
  const module = view?.modules.get(card);
  useMeasuredPorts(card, [...(module?.inputs ?? []), ...(module?.outputs ?? [])].map(({ name }) => name).join());
  if (!group || !view || !node) return null;
  const inside = listGroupContents(design, id).nodes;
  const wrong = problems?.filter((problem) => problem.node !== null && inside.includes(problem.node)).length ?? 0;
  const status = summarizeSteps(inside.map((one) => (changed?.includes(one) ? undefined : steps[one])));
  const about = editorTexts.canvas.group(group.title, inside.length, `${status.word} ${status.fact}`.trim());
  return (
    <div
      className={`node node-${status.kind} ${selected ? "node-selected" : ""} group-card tint-${toKnownColor(group.color)}`}
      data-calm={!(selected || status.kind === "failed" || status.kind === "running") || undefined}
      role="group"
      aria-label={about}
    >
      <div className="node-plate group-plate">
        <IconFolder size={24} stroke={1.6} aria-hidden="true" />
      </div>
      <div className="node-body">
        <div className="node-title">
          <span>{group.title}</span>
        </div>
        <div className="node-subtitle">{pluralize(inside.length, "module")}</div>
        <StatusLine status={status} className="node-status" />
      </div>
      <button
        type="button"
        className="group-unfold nodrag"
        title={editorTexts.canvas.unfold}
        aria-label={`${editorTexts.canvas.unfold}: ${group.title}`}
        onClick={() => setGroupFolded(id, false)}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <IconFoldUp size={15} stroke={1.6} />
      </button>
      {wrong > 0 && <div className="problem-badge">{wrong}</div>}
      <CardPorts id={card} node={node} module={module} />
    </div>
  );
}

/** Where the ports are is measured by xyflow when a card appears; this one appears later, and its ports come and go. */
function useMeasuredPorts(card: string, ports: string): void {
  const measure = useUpdateNodeInternals();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other ports are in other places
  useEffect(() => measure(card), [card, ports, measure]);
}
