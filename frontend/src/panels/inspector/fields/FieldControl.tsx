/** One parameter of a node: its frame and the control that fits its kind. */

import { type ComponentType, Suspense } from "react";
import { visiting } from "../../../api/door";
import { isSweep } from "../../../graph/sweep";
import type { Json } from "../../../graph/types";
import { later } from "../../../later";
import { visitingWords } from "../../../messages/visiting";
import { isClosed } from "../closed";
import { useParameters } from "../draftNode";
import { complaint, currentValue, type Field, isEmpty } from "../schema";
import { ChoiceControl, SwitchControl } from "./ChoiceControl";
import { CodeControl } from "./CodeControl";
import { ColumnControl } from "./ColumnControl";
import { ColumnNamesControl } from "./ColumnNamesControl";
import { ColumnsControl } from "./ColumnsControl";
import { DatasetControl } from "./DatasetControl";
import { FieldFrame } from "./FieldFrame";
import { NumberControl } from "./NumberControl";
import { SweepToggle } from "./SweepToggle";
import { JsonControl, ListControl, MultilineControl, TextControl } from "./TextControls";

const SweepControl = later(() => import("./SweepControl"));
const ConnectionControl = later(() => import("./ConnectionControl"));
const RefreshedControl = later(() => import("./RefreshedControl"));
const SecretsControl = later(() => import("./SecretsControl"));

export interface ControlProps {
  node: string;
  field: Field;
  /** Of the control, so that its label and its help find it. */
  id: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

const ConditionsControl = later(() =>
  import("./ConditionsControl").then((module) => ({ default: module.ConditionsControl })),
);

const CONTROLS: Record<Field["kind"], ComponentType<ControlProps>> = {
  switch: SwitchControl,
  choice: ChoiceControl,
  number: NumberControl,
  text: TextControl,
  multiline: MultilineControl,
  code: CodeControl,
  list: ListControl,
  column: ColumnControl,
  columns: ColumnsControl,
  column_names: ColumnNamesControl,
  conditions: ConditionsControl,
  dataset: DatasetControl,
  connection: ConnectionControl,
  refreshed: RefreshedControl,
  secrets: SecretsControl,
  json: JsonControl,
};

export function FieldControl({ node, field }: { node: string; field: Field }) {
  const held = useParameters(node);
  if (!held) return null;
  const { parameters } = held;
  const value = currentValue(field, parameters);
  const id = `${held.prefix}-${field.name}`;
  const Control = CONTROLS[field.kind];
  const change = (next: Json | undefined) => held.set(field, next);
  const several = field.schema.sweepable === true && isSweep(value);
  return (
    <FieldFrame
      field={field}
      id={id}
      changed={Object.hasOwn(parameters, field.name) && field.default !== undefined}
      wanted={field.required && isEmpty(value) && !isClosed(field, visiting())}
      complaint={complaint(field, value)}
      aside={field.schema.sweepable && <SweepToggle field={field} value={value} onChange={change} />}
      onReset={() => change(undefined)}
    >
      <Suspense fallback={<div className="field-waiting" />}>
        {isClosed(field, visiting()) ? (
          <p className="field-closed" id={id}>
            {visitingWords.closed}
          </p>
        ) : several ? (
          <SweepControl node={node} field={field} id={id} value={value} onChange={change} />
        ) : (
          <Control node={node} field={field} id={id} value={value} onChange={change} />
        )}
      </Suspense>
    </FieldFrame>
  );
}
