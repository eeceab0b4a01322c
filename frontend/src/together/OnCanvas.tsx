/** Where the others point on the canvas, and what they have selected, in their colours. */

import { useInternalNode, useStore, ViewportPortal } from "@xyflow/react";
import type { Visitor } from "../api/types";
import { together } from "../messages/together";
import { useUi } from "../stores/ui";
import { nameOf } from "./Avatars";
import { colorOf, useHere } from "./here";
import "./together.css";

export default function OnCanvas() {
  const { others, own, following } = useHere();
  const opened = useUi((ui) => ui.opened);
  const zoom = useStore((store) => store.transform[2]);
  const followed = others.find(({ client }) => client === following);
  // Somebody inside a group is on another paper.
  const near = others.filter(({ at }) => (at.group ?? null) === opened);
  return (
    <>
      <ViewportPortal>
        {near.flatMap((visitor) =>
          (visitor.at.selection ?? []).map((card) => (
            <Selected
              key={`${visitor.client} ${card}`}
              card={card}
              visitor={visitor}
              name={nameOf(visitor, own)}
              zoom={zoom}
            />
          )),
        )}
        {near.map((visitor) => (
          <Pointer key={visitor.client} visitor={visitor} name={nameOf(visitor, own)} zoom={zoom} />
        ))}
      </ViewportPortal>
      {followed && (
        <div className={`following ${colorOf(followed)}`} role="status">
          <span>{together.presence.following(nameOf(followed, own))}</span>
        </div>
      )}
    </>
  );
}

interface OfOne {
  visitor: Visitor;
  name: string;
  zoom: number;
}

function Selected({ card, visitor, name, zoom }: OfOne & { card: string }) {
  const node = useInternalNode(card);
  if (!node) return null;
  const { x, y } = node.internals.positionAbsolute;
  const { width = 0, height = 0 } = node.measured;
  return (
    <div
      className={`others-selection ${colorOf(visitor)}`}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height, borderWidth: 2 / zoom }}
    >
      <span style={{ transform: `scale(${1 / zoom})` }}>{name}</span>
    </div>
  );
}

function Pointer({ visitor, name, zoom }: OfOne) {
  const { pointer } = visitor.at;
  if (!pointer) return null;
  return (
    <div
      className={`others-pointer ${colorOf(visitor)}`}
      style={{ transform: `translate(${pointer.x}px, ${pointer.y}px) scale(${1 / zoom})` }}
    >
      <svg width="16" height="18" viewBox="0 0 16 18" aria-hidden="true">
        <path d="M1 1 L14 9.5 L8 10.8 L4.6 16.4 Z" />
      </svg>
      <span>{name}</span>
    </div>
  );
}
