/** Turns the live sample on or off. */

import { toggleSampleText } from "../messages/sampling";
import { type Action, hasDesign } from "./action";

export const toggleSample: Action = {
  id: "toggleSample",
  name: toggleSampleText,
  group: "view",
  members: true,
  enabled: hasDesign,
  perform: async () => (await import("../sample/store")).toggleSample(),
};
