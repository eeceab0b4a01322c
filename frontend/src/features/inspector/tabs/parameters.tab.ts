/** The parameters of the module. */

import { resultTexts } from "../../../messages/resultTexts";
import { ParametersTab } from "../ParametersTab";
import type { InspectorTab } from "./inspectorTab";

export default {
  name: "parameters",
  title: resultTexts.inspector.tabs.parameters,
  order: 10,
  Content: ParametersTab,
} satisfies InspectorTab;
