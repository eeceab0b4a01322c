/** Names of registered models: plain, since they stand in addresses and commands. */

import { toPlainLetters } from "../../lib/plainLetters";

/** A name out of the title of a design, such as `car-prices`. */
export function suggestModelName(title: string): string {
  const plain = toPlainLetters(title)
    .replace(/[^a-z0-9_.]+/g, "-")
    .slice(0, 60)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
  return plain || "model";
}
