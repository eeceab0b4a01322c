/** Shows the dashboards of the design in the place of its canvas, and the canvas again. */

import { appTexts } from "../messages/appTexts";
import { showDashboards, useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const showDashboardsAction: Action = {
  id: "showDashboards",
  name: appTexts.topbar.showDashboards,
  group: "view",
  order: 567,
  menus: { design: 306 },
  isEnabled: hasDesign,
  perform: () => showDashboards(useUi.getState().dashboards === null ? { shown: null } : null),
};
