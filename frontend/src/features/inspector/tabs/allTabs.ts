/** All tabs of the inspector: every file `<name>.tab.ts` of this folder declares one. */

import type { InspectorTab } from "./inspectorTab";

const found = import.meta.glob<InspectorTab>("./*.tab.ts", { eager: true, import: "default" });

export const inspectorTabs: readonly InspectorTab[] = Object.values(found).sort(
  (one, other) => one.order - other.order,
);
