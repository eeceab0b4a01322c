/** The help of the module. */

import { resultTexts } from "../../../messages/resultTexts";
import { HelpTab } from "../HelpTab";
import type { InspectorTab } from "./inspectorTab";

export default {
  name: "help",
  title: resultTexts.inspector.tabs.help,
  order: 40,
  Content: HelpTab,
  isFocusable: true,
} satisfies InspectorTab;
