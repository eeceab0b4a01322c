/** Names of new nodes: readable, since they stand in the design file, in run folders and in exported code. */

/** "split_data", then "split_data_2", ...: the first that is not taken. */
export function createFreshId(module: string, taken: { has(id: string): boolean }): string {
  if (!taken.has(module)) return module;
  let number = 2;
  while (taken.has(`${module}_${number}`)) number += 1;
  return `${module}_${number}`;
}

/** A name for a request or a change that nobody else will choose. */
export function createUniqueId(): string {
  return crypto.randomUUID();
}

/** The module-like stem of an id: "split_data" of "split_data_2". */
export function stripIdNumber(id: string): string {
  return id.replace(/_\d+$/, "");
}
