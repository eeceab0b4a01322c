/** The versions of the design. */

import { HistoryPanel } from "../../../features/versions/HistoryPanel";
import { editorTexts } from "../../../messages/editorTexts";
import type { BottomTab } from "./bottomTab";

export default {
  name: "history",
  title: editorTexts.history.tab,
  order: 40,
  Content: HistoryPanel,
} satisfies BottomTab;
