/** Puts a note on the paper and begins to write in it. */

import { IconNote } from "@tabler/icons-react";
import { middle } from "../canvas/stage";
import { currentView } from "../canvas/viewing";
import { noteCard } from "../graph/groups";
import { freshId } from "../graph/ids";
import { snapped } from "../graph/sizes";
import type { DesignNote, Json } from "../graph/types";
import { editing } from "../messages/editing";
import { change, useDesign } from "../stores/design";
import { select, useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

function add(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const id = freshId("note", { has: (name) => Object.hasOwn(document.notes, name) });
  const at = useUi.getState().pointer ?? middle();
  const place = { x: snapped(at.x), y: snapped(at.y), width: 240, height: 120 };
  const note: DesignNote = { text: "", ...place, color: "yellow", group: currentView()?.opened ?? null };
  change(editing.done.noteAdded, [{ path: ["notes", id], value: note as unknown as Json }]);
  select([noteCard(id)]);
  useUi.setState({ writing: noteCard(id) });
}

export const addNote: Action = {
  id: "addNote",
  name: editing.actions.addNote,
  group: "edit",
  icon: IconNote,
  keys: ["Shift+N"],
  onCanvas: true,
  enabled: hasDesign,
  perform: add,
};
