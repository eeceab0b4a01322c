/** What draws the parameters of one kind: found by being written in this folder. See docs/extending/parameter-type.md. */

import type { ComponentType } from "react";
import type { Json } from "../../../api/designDocument";
import type { ParameterField, ParameterFieldKind } from "../parameterFields";

export interface ControlProps {
  node: string;
  field: ParameterField;
  /** Of the control, so that its label and its help find it. */
  id: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

export interface ParameterControl {
  /** The kind of the parameter, as the catalog tells it. */
  kind: ParameterFieldKind;
  Control: ComponentType<ControlProps>;
  /** What is wrong with a value, in a sentence, or null. The server has the last word; this one is quicker. */
  validate?: (field: ParameterField, value: Json | undefined) => string | null;
}
