/** Changing one parameter of a node. */

import type { Json } from "../../graph/types";
import { resultsMessages as say } from "../../messages/results";
import { change } from "../../stores/design";
import { type Field, same } from "./schema";

/** Only what differs from the default is stored; undefined and the default itself take the value away. */
export function setParameter(node: string, field: Field, value: Json | undefined): void {
  const path = ["nodes", node, "parameters", field.name];
  const gone = value === undefined || same(value, field.default);
  change(say.inspector.set(field.title), [gone ? { path } : { path, value }]);
}
