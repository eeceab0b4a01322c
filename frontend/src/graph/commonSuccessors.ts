/** Which modules follow which in the samples, the most usual first: written by `python -m tests.generate_docs`. */

import usual from "./commonSuccessors.json";

export const COMMON_SUCCESSORS: Readonly<Record<string, readonly string[]>> = usual;

const USE_COUNTS = new Map<string, number>();
for (const name of Object.values(COMMON_SUCCESSORS).flat()) USE_COUNTS.set(name, (USE_COUNTS.get(name) ?? 0) + 1);

/** Those that stand after the most other modules first, else in their order. */
export const sortByUse = <Item extends { name: string }>(modules: readonly Item[]): Item[] =>
  modules.toSorted((one, other) => (USE_COUNTS.get(other.name) ?? 0) - (USE_COUNTS.get(one.name) ?? 0));
