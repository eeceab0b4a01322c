/** Changing one parameter of a node. */

import { settingWords } from "../../graph/setting";
import type { Json } from "../../graph/types";
import { change } from "../../stores/design";
import { type Field, same } from "./schema";

/** Only what differs from the default is stored; undefined and the default itself take the value away. */
export function setParameter(node: string, field: Field, value: Json | undefined): void {
  const path = ["nodes", node, "parameters", field.name];
  const gone = value === undefined || same(value, field.default);
  const label = settingWords(field.title, field.schema, gone ? undefined : value);
  change(label, [gone ? { path } : { path, value }], field.name);
}
