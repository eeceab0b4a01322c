/** Where the others point on the canvas, and what they have selected, in their colors. */

import { useInternalNode, useStore, ViewportPortal } from "@xyflow/react";
import type { Participant } from "../../api/apiTypes";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { getColorIndex, usePresence } from "../../stores/presenceStore";
import { useUi } from "../../stores/uiStore";
import { getVisitorName } from "./Avatars";
import "./remoteCursors.css";

export default function RemoteCursors() {
  const { others, own, following } = usePresence();
  const opened = useUi((ui) => ui.openedGroup);
  const zoom = useStore((store) => store.transform[2]);
  const followed = others.find(({ client }) => client === following);
  // Somebody inside a group is on another paper.
  const near = others.filter(({ at }) => (at.group ?? null) === opened);
  return (
    <>
      <ViewportPortal>
        {near.flatMap((visitor) =>
          (visitor.at.selection ?? []).map((card) => (
            <VisitorSelection
              key={`${visitor.client} ${card}`}
              card={card}
              visitor={visitor}
              name={getVisitorName(visitor, own)}
              zoom={zoom}
            />
          )),
        )}
        {near.map((visitor) => (
          <VisitorPointer key={visitor.client} visitor={visitor} name={getVisitorName(visitor, own)} zoom={zoom} />
        ))}
      </ViewportPortal>
      {followed && (
        <div className="following" data-person={getColorIndex(followed)} role="status">
          <span>{collaborationTexts.presence.following(getVisitorName(followed, own))}</span>
        </div>
      )}
    </>
  );
}

interface VisitorProps {
  visitor: Participant;
  name: string;
  zoom: number;
}

function VisitorSelection({ card, visitor, name, zoom }: VisitorProps & { card: string }) {
  const node = useInternalNode(card);
  if (!node) return null;
  const { x, y } = node.internals.positionAbsolute;
  const { width = 0, height = 0 } = node.measured;
  return (
    <div
      className="others-selection"
      data-person={getColorIndex(visitor)}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height, borderWidth: 2 / zoom }}
    >
      <span style={{ transform: `scale(${1 / zoom})` }}>{name}</span>
    </div>
  );
}

function VisitorPointer({ visitor, name, zoom }: VisitorProps) {
  const { pointer } = visitor.at;
  if (!pointer) return null;
  return (
    <div
      className="others-pointer"
      data-person={getColorIndex(visitor)}
      style={{ transform: `translate(${pointer.x}px, ${pointer.y}px) scale(${1 / zoom})` }}
    >
      <svg width="16" height="18" viewBox="0 0 16 18" aria-hidden="true">
        <path d="M1 1 L14 9.5 L8 10.8 L4.6 16.4 Z" />
      </svg>
      <span>{name}</span>
    </div>
  );
}
