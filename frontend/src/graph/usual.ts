/** Which modules follow which in the samples, the most usual first: written by `python -m tests.document`. */

import usual from "./usual.json";

export const USUAL: Readonly<Record<string, readonly string[]>> = usual;

const USES = new Map<string, number>();
for (const name of Object.values(USUAL).flat()) USES.set(name, (USES.get(name) ?? 0) + 1);

/** Those that stand after the most other modules first, else in their order. */
export const commonFirst = <Item extends { name: string }>(modules: readonly Item[]): Item[] =>
  modules.toSorted((one, other) => (USES.get(other.name) ?? 0) - (USES.get(one.name) ?? 0));
