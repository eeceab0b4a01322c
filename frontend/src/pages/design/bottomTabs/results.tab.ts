/** The result at the port that was clicked. */

import { appTexts } from "../../../messages/appTexts";
import { BottomResults } from "../BottomResults";
import type { BottomTab } from "./bottomTab";

export default {
  name: "results",
  title: appTexts.bottom.results,
  order: 20,
  Content: BottomResults,
} satisfies BottomTab;
