/** The nodes whose changes can change a result. */

import type { ChangeOut } from "../api/types";

export const changedNodes = (changes: readonly ChangeOut[]): ReadonlySet<string> =>
  new Set(changes.flatMap(({ node, counts }) => (node !== null && counts ? [node] : [])));
