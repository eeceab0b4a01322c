/** The nodes whose changes can change a result. */

import type { DesignChange } from "../../api/apiTypes";

export const listChangedNodes = (changes: readonly DesignChange[]): ReadonlySet<string> =>
  new Set(changes.flatMap(({ node, counts }) => (node !== null && counts ? [node] : [])));
