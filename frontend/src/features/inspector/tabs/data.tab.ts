/** What goes into the node and what comes out. */

import { resultTexts } from "../../../messages/resultTexts";
import { DataTab } from "../DataTab";
import type { InspectorTab } from "./inspectorTab";

export default {
  name: "data",
  title: resultTexts.inspector.tabs.data,
  order: 20,
  Content: DataTab,
} satisfies InspectorTab;
