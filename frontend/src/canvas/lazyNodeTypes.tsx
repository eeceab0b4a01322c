/** The cards that not every design has, frames, folded groups and notes: they come when the first is drawn. */

import type { NodeProps } from "@xyflow/react";
import { type ComponentType, memo, Suspense } from "react";
import { lazyWithRetry } from "../lib/lazy";

function createLazyCard(load: () => Promise<{ default: ComponentType<NodeProps> }>) {
  const Drawn = lazyWithRetry(load);
  return memo(function Card(props: NodeProps) {
    return (
      <Suspense fallback={null}>
        <Drawn {...props} />
      </Suspense>
    );
  });
}

export const LazyGroupFrame = createLazyCard(() => import("./groups/GroupFrame"));
export const LazyGroupCard = createLazyCard(() => import("./groups/GroupCard"));
export const LazyNoteCard = createLazyCard(() => import("./notes/NoteCard"));
