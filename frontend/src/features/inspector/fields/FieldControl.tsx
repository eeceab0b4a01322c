/** One parameter of a node: its frame and the control that fits its kind. */

import { type ComponentType, Suspense } from "react";
import { getGuestAccess } from "../../../api/accessMode";
import type { Json } from "../../../api/designDocument";
import { isSweep } from "../../../graph/parameterSweep";
import { lazyWithRetry } from "../../../lib/lazy";
import { guestTexts } from "../../../messages/guestTexts";
import { useParameters } from "../draftContext";
import { isHiddenField } from "../hiddenFields";
import { getCurrentValue, isEmptyValue, type ParameterField, validateValue } from "../parameterFields";
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

const SweepControl = lazyWithRetry(() => import("./SweepControl"));
const ConnectionControl = lazyWithRetry(() => import("./ConnectionControl"));
const RefreshedControl = lazyWithRetry(() => import("./RefreshedControl"));
const SecretsControl = lazyWithRetry(() => import("./SecretsControl"));

export interface ControlProps {
  node: string;
  field: ParameterField;
  /** Of the control, so that its label and its help find it. */
  id: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

const ConditionsControl = lazyWithRetry(() =>
  import("./ConditionsControl").then((module) => ({ default: module.ConditionsControl })),
);

const CONTROLS: Record<ParameterField["kind"], ComponentType<ControlProps>> = {
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

export function FieldControl({ node, field }: { node: string; field: ParameterField }) {
  const access = useParameters(node);
  if (!access) return null;
  const { parameters } = access;
  const value = getCurrentValue(field, parameters);
  const id = `${access.prefix}-${field.name}`;
  const Control = CONTROLS[field.kind];
  const change = (next: Json | undefined) => access.set(field, next);
  const several = field.schema.sweepable === true && isSweep(value);
  return (
    <FieldFrame
      field={field}
      id={id}
      isChanged={Object.hasOwn(parameters, field.name) && field.default !== undefined}
      isRequiredEmpty={field.required && isEmptyValue(value) && !isHiddenField(field, getGuestAccess())}
      error={validateValue(field, value)}
      aside={field.schema.sweepable && <SweepToggle field={field} value={value} onChange={change} />}
      onReset={() => change(undefined)}
    >
      <Suspense fallback={<div className="field-waiting" />}>
        {isHiddenField(field, getGuestAccess()) ? (
          <p className="field-closed" id={id}>
            {guestTexts.closed}
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
