/** The card of one node: picture, title, parameters in words, status, ports. */

import { IconAlertTriangle } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo, Suspense } from "react";
import { useShallow } from "zustand/react/shallow";
import type { Module } from "../api/types";
import { parseReference, referencesAt } from "../graph/ports";
import { shareDone } from "../graph/status";
import { datasetOf, nodeTitle, subtitle } from "../graph/subtitle";
import type { DesignNode } from "../graph/types";
import { later } from "../later";
import { text } from "../messages/en";
import { nameOfNode } from "../panels/problemWords";
import { useDesign } from "../stores/design";
import { useLibrary, useModule } from "../stores/library";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { CardPicture } from "./CardPicture";
import { factsNow, useGlance, useHasResult, useProblems, useStatus } from "./facts";
import { MarginNote } from "./MarginNote";
import { ModuleIcon } from "./ModuleIcon";
import { openResultOf } from "./opening";
import { PortHandle } from "./PortHandle";
import { remember, stayed } from "./press";
import { StatusLine } from "./StatusLine";

const NodeMarks = later(() => import("./NodeMarks").then((loaded) => ({ default: loaded.NodeMarks })));

export const ModuleNode = memo(function ModuleNode({ id, selected }: NodeProps) {
  const node = useDesign(({ document }) => document?.nodes[id]);
  const module = useModule(node?.module);
  const far = useUi((ui) => ui.detail === "far");
  if (!node) return null;
  return far ? (
    <FarCard id={id} node={node} module={module} selected={selected} />
  ) : (
    <Card id={id} node={node} module={module} selected={selected} />
  );
});

interface CardProps {
  id: string;
  node: DesignNode;
  module: Module | undefined;
  selected: boolean;
}

function Card({ id, node, module, selected }: CardProps) {
  const dataset = useLibrary(({ datasets }) => datasetOf(node, datasets));
  const problems = useProblems(id);
  const status = useStatus(id, node, module);
  const since = useRun(({ steps }) => (steps[id]?.state === "running" ? (steps[id]?.started_at ?? null) : null));
  const title = nodeTitle(node, module, dataset);
  const needed = problems[0]?.message;
  const words = subtitle(node, module, dataset);
  const state = [`node-${status.kind}`, selected ? "node-selected" : ""].join(" ");
  const about = text.canvas.node(title, `${status.word} ${status.fact}`.trim(), problems.length);
  return (
    <div className={`node ${state}`} role="group" aria-label={about}>
      <NodePlate id={id} module={module} />
      <div className="node-body">
        <div className="node-title">
          <ModuleIcon name={module?.icon} size={15} />
          <span>{title}</span>
        </div>
        <div className={needed ? "node-subtitle node-needs" : "node-subtitle"} title={needed ?? words}>
          {needed ?? words}
        </div>
        <StatusLine status={status} since={since} />
      </div>
      {problems.length > 0 && <ProblemBadge count={problems.length} messages={problems.map((one) => one.message)} />}
      {status.kind === "running" && <Progress id={id} />}
      <Suspense fallback={null}>
        <NodeMarks id={id} />
      </Suspense>
      <Ports id={id} node={node} module={module} />
      <MarginNote id={id} node={node} />
    </div>
  );
}

/** One of many cards, seen from afar: `FarPaper` draws them all at once, which is what keeps thousands moving. */
function FarCard({ id, node, module, selected }: CardProps) {
  const title = nodeTitle(node, module, datasetOf(node, useLibrary.getState().datasets));
  useRun((store) => store.steps[id]);
  const about = useDesign(() => {
    const { status, problems } = factsNow(id, node, module);
    return text.canvas.node(title, `${status.word} ${status.fact}`.trim(), problems);
  });
  return (
    <div className={`node node-far ${selected ? "node-selected" : ""}`} role="group" aria-label={about} title={title} />
  );
}

/** The picture; a click on it opens what it is a picture of. */
function NodePlate({ id, module }: { id: string; module: Module | undefined }) {
  const glance = useGlance(id, module);
  const there = useHasResult(id, module);
  const open = (event: React.MouseEvent) => {
    if (there && stayed(event)) openResultOf(id);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: keyboards press Enter on the card
    <div
      className={there ? "node-plate node-plate-opens" : "node-plate"}
      title={there ? text.canvas.openResult : undefined}
      onPointerDown={remember}
      onClick={open}
    >
      <CardPicture glance={glance} module={module} />
    </div>
  );
}

function ProblemBadge({ count, messages }: { count: number; messages: string[] }) {
  return (
    <div className="problem-badge" title={messages.join("\n")}>
      <IconAlertTriangle size={13} stroke={1.8} aria-hidden="true" />
      {count > 1 && count}
      <span className="visually-hidden">{text.canvas.problems(count)}</span>
    </div>
  );
}

function Progress({ id }: { id: string }) {
  const share = useRun((store) => shareDone(store.steps[id], store.progress[id]));
  return (
    <div className="node-progress">
      <i className={share === null ? "node-progress-unknown" : ""} style={{ width: `${(share ?? 1) * 100}%` }} />
    </div>
  );
}

/** The ports of a card, whatever it stands for. */
export function Ports({ id, node, module }: Omit<CardProps, "selected">) {
  const sources = useSources(node, module);
  const sides = [
    { side: "input" as const, ports: module?.inputs ?? [] },
    { side: "output" as const, ports: module?.outputs ?? [] },
  ];
  return sides.flatMap(({ side, ports }) =>
    ports.map((port, index) => (
      <PortHandle
        key={`${side} ${port.name}`}
        node={id}
        port={port}
        side={side}
        index={index}
        of={ports.length}
        from={side === "input" ? sources[index]! || null : null}
      />
    )),
  );
}

/** What each input is connected to, by the titles on the cards; an empty text for nothing. */
function useSources(node: DesignNode, module: Module | undefined): string[] {
  return useDesign(
    useShallow(() =>
      (module?.inputs ?? []).map((port) =>
        referencesAt(node, port.name)
          .map((reference) => nameOfNode(parseReference(reference).node))
          .join(", "),
      ),
    ),
  );
}
