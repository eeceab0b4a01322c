/** What the steps print. Visitors of a link do not see it. */

import { LogPanel } from "../../../features/editor/run/LogPanel";
import { appTexts } from "../../../messages/appTexts";
import type { BottomTab } from "./bottomTab";

export default {
  name: "log",
  title: appTexts.bottom.log,
  order: 30,
  Content: LogPanel,
  isOfferedTo: () => false,
} satisfies BottomTab;
