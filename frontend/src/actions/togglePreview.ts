/** Turns the live sample on or off. */

import { togglePreviewLabel } from "../messages/togglePreviewText";
import { type Action, hasDesign } from "../ui/actions/action";

export const togglePreviewAction: Action = {
  id: "toggleSample",
  name: togglePreviewLabel,
  group: "view",
  order: 520,
  membersOnly: true,
  isEnabled: hasDesign,
  perform: async () => (await import("../stores/previewStore")).togglePreview(),
};
