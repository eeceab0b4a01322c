/** The cards that not every design has, frames, folded groups and notes: they come when the first is drawn. */

import type { NodeProps } from "@xyflow/react";
import { type ComponentType, lazy, memo, Suspense } from "react";

function later(load: () => Promise<{ default: ComponentType<NodeProps> }>) {
  const Card = lazy(load);
  return memo(function Later(props: NodeProps) {
    return (
      <Suspense fallback={null}>
        <Card {...props} />
      </Suspense>
    );
  });
}

export const Frame = later(() => import("./groups/Frame"));
export const GroupCard = later(() => import("./groups/GroupCard"));
export const NoteCard = later(() => import("./notes/NoteCard"));
