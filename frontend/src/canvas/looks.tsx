/** The cards that not every design has, frames, folded groups and notes: they come when the first is drawn. */

import type { NodeProps } from "@xyflow/react";
import { type ComponentType, memo, Suspense } from "react";
import { later } from "../later";

function card(load: () => Promise<{ default: ComponentType<NodeProps> }>) {
  const Drawn = later(load);
  return memo(function Card(props: NodeProps) {
    return (
      <Suspense fallback={null}>
        <Drawn {...props} />
      </Suspense>
    );
  });
}

export const Frame = card(() => import("./groups/Frame"));
export const GroupCard = card(() => import("./groups/GroupCard"));
export const NoteCard = card(() => import("./notes/NoteCard"));
