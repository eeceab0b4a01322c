/** One parameter of a node: its frame and the control that fits its kind. */

import { Suspense } from "react";
import { getGuestAccess } from "../../../api/accessMode";
import type { Json } from "../../../api/designDocument";
import { isSweep } from "../../../graph/parameterSweep";
import { lazyWithRetry } from "../../../lib/lazy";
import { guestTexts } from "../../../messages/guestTexts";
import { useParameters } from "../draftContext";
import { isHiddenField } from "../hiddenFields";
import { getCurrentValue, isEmptyValue, type ParameterField, validateValue } from "../parameterFields";
import { getControl } from "./allControls";
import { FieldFrame } from "./FieldFrame";
import { SweepToggle } from "./SweepToggle";

const SweepEditor = lazyWithRetry(() => import("./SweepEditor"));

export function FieldControl({ node, field }: { node: string; field: ParameterField }) {
  const access = useParameters(node);
  if (!access) return null;
  const { parameters } = access;
  const value = getCurrentValue(field, parameters);
  const id = `${access.prefix}-${field.name}`;
  const { Control, validate } = getControl(field.kind);
  const change = (next: Json | undefined) => access.set(field, next);
  const several = field.sweepable && isSweep(value);
  return (
    <FieldFrame
      field={field}
      id={id}
      isChanged={Object.hasOwn(parameters, field.name) && field.default !== undefined}
      isRequiredEmpty={field.required && isEmptyValue(value) && !isHiddenField(field, getGuestAccess())}
      error={validateValue(field, value) ?? validate?.(field, value) ?? null}
      aside={field.sweepable && <SweepToggle field={field} value={value} onChange={change} />}
      onReset={() => change(undefined)}
    >
      <Suspense fallback={<div className="field-waiting" />}>
        {isHiddenField(field, getGuestAccess()) ? (
          <p className="field-closed" id={id}>
            {guestTexts.closed}
          </p>
        ) : several ? (
          <SweepEditor node={node} field={field} id={id} value={value} onChange={change} />
        ) : (
          <Control node={node} field={field} id={id} value={value} onChange={change} />
        )}
      </Suspense>
    </FieldFrame>
  );
}
