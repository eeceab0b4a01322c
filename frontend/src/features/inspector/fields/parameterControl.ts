/** What draws the parameters of one kind: found by being written in this folder. See docs/extending/parameter-type.md. */

import type { ComponentType } from "react";
import type { ParameterKind } from "../../../api/apiTypes";
import type { Json } from "../../../api/designDocument";
import type { FieldOfKind, ParameterField } from "../parameterFields";

export interface ControlProps<Kind extends ParameterKind = ParameterKind> {
  node: string;
  field: FieldOfKind<Kind>;
  /** Of the control, so that its label and its help find it. */
  id: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

interface ControlSettings<Kind extends ParameterKind> {
  /** The kind of the parameter, as the catalog tells it. */
  kind: Kind;
  Control: ComponentType<ControlProps<Kind>>;
  /** What is wrong with a value, in a sentence, or null. The server has the last word; this one is quicker. */
  validate?: (field: FieldOfKind<Kind>, value: Json | undefined) => string | null;
}

export interface ParameterControl {
  kind: ParameterKind;
  Control: ComponentType<Omit<ControlProps, "field"> & { field: ParameterField }>;
  validate?: (field: ParameterField, value: Json | undefined) => string | null;
}

/** Declares the control of a kind. It is asked for fields of this kind alone. */
export const defineControl = <Kind extends ParameterKind>(settings: ControlSettings<Kind>): ParameterControl =>
  settings as unknown as ParameterControl;
