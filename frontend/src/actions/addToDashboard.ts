/** Puts the result of the selected module on a dashboard of the design. */

import { findFirstResult } from "../canvas/openNode";
import { loadWithRetry } from "../lib/lazy";
import { appTexts } from "../messages/appTexts";
import { type Action, getSelectedNodes } from "../ui/actions/action";

function findSelectedResult(): { node: string; port: string } | null {
  const [node, ...others] = getSelectedNodes();
  const port = node === undefined || others.length > 0 ? null : findFirstResult(node);
  return node !== undefined && port !== null ? { node, port } : null;
}

export async function addToDashboard(node: string, port: string): Promise<void> {
  const { addResultToDashboard } = await loadWithRetry(() => import("../features/dashboards/addResult"));
  addResultToDashboard(node, port);
}

export const addToDashboardAction: Action = {
  id: "addToDashboard",
  name: appTexts.topbar.addToDashboard,
  group: "design",
  order: 657,
  menus: { node: 165 },
  requiredRole: "editor",
  isEnabled: () => findSelectedResult() !== null,
  perform: async () => {
    const found = findSelectedResult();
    if (found) await addToDashboard(found.node, found.port);
  },
};
