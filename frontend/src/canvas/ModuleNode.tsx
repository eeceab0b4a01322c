/** The card of one node: picture, title, parameters in words, status, ports. */

import { IconAlertTriangle } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo, Suspense } from "react";
import { useShallow } from "zustand/react/shallow";
import type { Module } from "../api/apiTypes";
import type { DesignNode } from "../api/designDocument";
import { computeProgressShare } from "../graph/nodeStatus";
import { findDataset, formatSubtitle, getNodeTitle } from "../graph/nodeSubtitle";
import { getReferences, parseReference } from "../graph/ports";
import { lazyWithRetry } from "../lib/lazy";
import { appTexts } from "../messages/appTexts";
import { useCatalog, useModule } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";
import { ModuleIcon } from "../ui/ModuleIcon";
import { StatusLine } from "../ui/StatusLine";
import { isClick, rememberPress } from "./clickVsDrag";
import { NodeAnnotation } from "./NodeAnnotation";
import { CardPicture } from "./NodeThumbnail";
import { readCardFacts, useFormerThumbnail, useHasResult, useProblems, useStatus, useThumbnail } from "./nodeSelectors";
import { openNodeResult } from "./openNode";
import { PortHandle } from "./PortHandle";
import "./card.css";

const LazyNodeBadges = lazyWithRetry(() => import("./NodeBadges").then((loaded) => ({ default: loaded.NodeBadges })));

export const ModuleNode = memo(function ModuleNode({ id, selected }: NodeProps) {
  const node = useDesign(({ document }) => document?.nodes[id]);
  const module = useModule(node?.module);
  const far = useUi((ui) => ui.detail === "far");
  if (!node) return null;
  return far ? (
    <DistantCard id={id} node={node} module={module} selected={selected} />
  ) : (
    <FullCard id={id} node={node} module={module} selected={selected} />
  );
});

interface CardProps {
  id: string;
  node: DesignNode;
  module: Module | undefined;
  selected: boolean;
}

function FullCard({ id, node, module, selected }: CardProps) {
  const dataset = useCatalog(({ datasets }) => findDataset(node, module, datasets));
  const problems = useProblems(id);
  const status = useStatus(id, node, module);
  const since = useRun(({ steps }) => (steps[id]?.state === "running" ? (steps[id]?.started_at ?? null) : null));
  const title = getNodeTitle(node, module, dataset);
  const needed = problems[0]?.message;
  const words = formatSubtitle(node, module, dataset);
  const about = appTexts.canvas.node(title, `${status.word} ${status.fact}`.trim(), problems.length);
  return (
    <div className={`node node-${status.kind} ${selected ? "node-selected" : ""}`} role="group" aria-label={about}>
      <NodeThumbnail id={id} module={module} />
      <div className="node-body">
        <div className="node-title">
          <ModuleIcon name={module?.icon} size={15} />
          <span>{title}</span>
        </div>
        <div className={needed ? "node-subtitle node-needs" : "node-subtitle"} title={needed ?? words}>
          {needed ?? words}
        </div>
        <StatusLine status={status} since={since} className="node-status" />
      </div>
      {problems.length > 0 && <ProblemBadge count={problems.length} messages={problems.map((one) => one.message)} />}
      {status.kind === "running" && <StepProgressBar id={id} />}
      <Suspense fallback={null}>
        <LazyNodeBadges id={id} />
      </Suspense>
      <CardPorts id={id} node={node} module={module} />
      <NodeAnnotation id={id} node={node} />
    </div>
  );
}

/** One of many cards, seen from afar: `LowDetailLayer` draws them all at once, which is what keeps thousands moving. */
function DistantCard({ id, node, module, selected }: CardProps) {
  const title = getNodeTitle(node, module, findDataset(node, module, useCatalog.getState().datasets));
  useRun((store) => store.steps[id]);
  const about = useDesign(() => {
    const { status, problems } = readCardFacts(id, node, module);
    return appTexts.canvas.node(title, `${status.word} ${status.fact}`.trim(), problems);
  });
  return (
    <div className={`node node-far ${selected ? "node-selected" : ""}`} role="group" aria-label={about} title={title} />
  );
}

/** The picture; a click on it opens what it is a picture of. */
function NodeThumbnail({ id, module }: { id: string; module: Module | undefined }) {
  const glance = useThumbnail(id, module);
  const former = useFormerThumbnail(id, module);
  const there = useHasResult(id, module);
  const open = (event: React.MouseEvent) => {
    if (there && isClick(event)) openNodeResult(id);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: keyboards press Enter on the card
    <div
      className={there ? "node-plate node-plate-opens" : "node-plate"}
      data-former={glance === null && former !== null ? true : undefined}
      title={there ? appTexts.canvas.openResult : glance === null && former ? appTexts.canvas.formerPicture : undefined}
      onPointerDown={rememberPress}
      onClick={open}
    >
      <CardPicture glance={glance ?? former} module={module} />
    </div>
  );
}

function ProblemBadge({ count, messages }: { count: number; messages: string[] }) {
  return (
    <div className="problem-badge" title={messages.join("\n")}>
      <IconAlertTriangle size={13} stroke={1.8} aria-hidden="true" />
      {count > 1 && count}
      <span className="visually-hidden">{appTexts.canvas.problems(count)}</span>
    </div>
  );
}

function StepProgressBar({ id }: { id: string }) {
  const share = useRun((store) => computeProgressShare(store.steps[id], store.progress[id]));
  return (
    <div className="node-progress">
      <i className={share === null ? "node-progress-unknown" : ""} style={{ width: `${(share ?? 1) * 100}%` }} />
    </div>
  );
}

/** The ports of a card, whatever it stands for. */
export function CardPorts({ id, node, module }: Omit<CardProps, "selected">) {
  const sources = usePortSources(node, module);
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
function usePortSources(node: DesignNode, module: Module | undefined): string[] {
  return useDesign(
    useShallow(() =>
      (module?.inputs ?? []).map((port) =>
        getReferences(node, port.name)
          .map((reference) => getNodeName(parseReference(reference).node))
          .join(", "),
      ),
    ),
  );
}
