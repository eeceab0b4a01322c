/** The note of the node. */

import { resultTexts } from "../../../messages/resultTexts";
import { NotesTab } from "../NotesTab";
import type { InspectorTab } from "./inspectorTab";

export default {
  name: "notes",
  title: resultTexts.inspector.tabs.notes,
  order: 30,
  Content: NotesTab,
} satisfies InspectorTab;
