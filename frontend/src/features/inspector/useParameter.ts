/** Changing one parameter of a node. */

import type { Json } from "../../api/designDocument";
import { formatParameterChange } from "../../graph/parameterChangeLabel";
import { changeDesign } from "../../stores/designStore";
import { isSameValue, type ParameterField } from "./parameterFields";

/** Only what differs from the default is stored; undefined and the default itself take the value away. */
export function setParameter(node: string, field: ParameterField, value: Json | undefined): void {
  const path = ["nodes", node, "parameters", field.name];
  const isDefault = value === undefined || isSameValue(value, field.default);
  const label = formatParameterChange(field, isDefault ? undefined : value);
  changeDesign(label, [isDefault ? { path } : { path, value }], field.name);
}
