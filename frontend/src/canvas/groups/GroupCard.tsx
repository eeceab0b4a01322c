/** A folded group as one card: its title, how its nodes stand, and the ports at its border. */

import { IconFolder, IconFoldUp } from "@tabler/icons-react";
import { type NodeProps, useUpdateNodeInternals } from "@xyflow/react";
import { useEffect } from "react";
import { contents, groupIn, groupsOf } from "../../graph/groups";
import { summed } from "../../graph/status";
import { editing } from "../../messages/editing";
import { count } from "../../messages/words";
import { useDesign } from "../../stores/design";
import { useRun } from "../../stores/run";
import { Ports } from "../ModuleNode";
import { StatusLine } from "../StatusLine";
import { useView } from "../viewing";
import { colourOf, setFolded } from "./folding";
import "./groups.css";

export default function GroupCard({ id: card, selected }: NodeProps) {
  const id = groupIn(card)!;
  const view = useView();
  const design = useDesign(({ document }) => document);
  const group = design && groupsOf(design).get(id);
  const steps = useRun((store) => store.steps);
  const changed = useDesign(({ analysis }) => analysis?.changed);
  const problems = useDesign(({ analysis }) => analysis?.problems);
  const node = view?.design.nodes[card];
  const module = view?.modules.get(card);
  useMeasuredPorts(card, [...(module?.inputs ?? []), ...(module?.outputs ?? [])].map(({ name }) => name).join());
  if (!group || !view || !node) return null;
  const inside = contents(design, id).nodes;
  const wrong = problems?.filter((problem) => problem.node !== null && inside.includes(problem.node)).length ?? 0;
  const status = summed(inside.map((one) => (changed?.includes(one) ? undefined : steps[one])));
  const about = editing.canvas.group(group.title, inside.length, `${status.word} ${status.fact}`.trim());
  const state = `node-${status.kind} ${selected ? "node-selected" : ""}`;
  return (
    <div className={`node group-card tint-${colourOf(group.color)} ${state}`} role="group" aria-label={about}>
      <div className="node-plate">
        <IconFolder size={24} stroke={1.6} aria-hidden="true" className="module-icon" />
      </div>
      <div className="node-body">
        <div className="node-title">
          <span>{group.title}</span>
        </div>
        <div className="node-subtitle">{count(inside.length, "module")}</div>
        <StatusLine status={status} />
      </div>
      <button
        type="button"
        className="group-unfold nodrag"
        title={editing.canvas.unfold}
        aria-label={`${editing.canvas.unfold}: ${group.title}`}
        onClick={() => setFolded(id, false)}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <IconFoldUp size={15} stroke={1.6} />
      </button>
      {wrong > 0 && <div className="problem-badge">{wrong}</div>}
      <Ports id={card} node={node} module={module} />
    </div>
  );
}

/** Where the ports are is measured by xyflow when a card appears; this one appears later, and its ports come and go. */
function useMeasuredPorts(card: string, ports: string): void {
  const measure = useUpdateNodeInternals();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other ports are in other places
  useEffect(() => measure(card), [card, ports, measure]);
}
