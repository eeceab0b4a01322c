/** All tabs of the panel under the canvas: every file `<name>.tab.ts` or `.tab.tsx` of this folder declares one. */

import type { BottomTab } from "./bottomTab";

const found = import.meta.glob<BottomTab>("./*.tab.{ts,tsx}", { eager: true, import: "default" });

export const bottomTabs: readonly BottomTab[] = Object.values(found).sort((one, other) => one.order - other.order);
