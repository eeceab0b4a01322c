/** Puts a note on the paper and begins to write in it. */

import { IconNote } from "@tabler/icons-react";
import type { DesignNote, Json } from "../api/designDocument";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { getViewCenter } from "../canvas/viewport";
import { snapToGrid } from "../graph/cardSizes";
import { toNoteCardId } from "../graph/designGroups";
import { createFreshId } from "../graph/ids";
import { editorTexts } from "../messages/editorTexts";
import { changeDesign, useDesign } from "../stores/designStore";
import { selectCards, useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

function addNoteAtPointer(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const id = createFreshId("note", { has: (name) => Object.hasOwn(document.notes, name) });
  const at = useUi.getState().pointer ?? getViewCenter();
  const place = { x: snapToGrid(at.x), y: snapToGrid(at.y), width: 240, height: 120 };
  const note: DesignNote = { text: "", ...place, color: "yellow", group: getVisibleGraph()?.openedGroup ?? null };
  changeDesign(editorTexts.historyLabels.noteAdded, [{ path: ["notes", id], value: note as unknown as Json }]);
  selectCards([toNoteCardId(id)]);
  useUi.setState({ editingText: toNoteCardId(id) });
}

export const addNoteAction: Action = {
  id: "addNote",
  name: editorTexts.actions.addNote,
  group: "edit",
  order: 130,
  menus: { canvas: 110 },
  icon: IconNote,
  keys: ["Shift+N"],
  onCanvas: true,
  isEnabled: hasDesign,
  perform: addNoteAtPointer,
};
