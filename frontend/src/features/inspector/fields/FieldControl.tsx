/** One parameter of a node: its frame and the control that fits its kind. */

import { Suspense } from "react";
import { getGuestAccess } from "../../../api/accessMode";
import type { Json } from "../../../api/designDocument";
import { hasRole } from "../../../api/permissions";
import { isSweep } from "../../../graph/parameterSweep";
import { lazyWithRetry } from "../../../lib/lazy";
import { guestTexts } from "../../../messages/guestTexts";
import { useParameters } from "../draftContext";
import { isHiddenField } from "../hiddenFields";
import { PipelineParameterToggle } from "../PipelineParameterToggle";
import { getCurrentValue, isEmptyValue, type ParameterField, validateValue } from "../parameterFields";
import { SweepFieldButton } from "../SweepFieldButton";
import { getControl } from "./allControls";
import { FieldFrame } from "./FieldFrame";
import { SweepToggle } from "./SweepToggle";

const SweepEditor = lazyWithRetry(() => import("./SweepEditor"));

interface FieldControlProps {
  node: string;
  field: ParameterField;
  /** What somebody else has to say against the value, as the server has. */
  complaint?: string | null;
}

export function FieldControl({ node, field, complaint = null }: FieldControlProps) {
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
      error={validateValue(field, value) ?? validate?.(field, value) ?? complaint}
      aside={
        <>
          {access.prefix === "parameter" && canDeclare() && <PipelineParameterToggle node={node} field={field} />}
          {access.prefix === "parameter" && canRun() && <SweepFieldButton node={node} field={field} />}
          {field.sweepable && <SweepToggle field={field} value={value} onChange={change} />}
        </>
      }
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

const canRun = (): boolean => !getGuestAccess() && hasRole("runner");

/** Whoever came by a link does not publish. */
const canDeclare = (): boolean => !getGuestAccess() && hasRole("editor");
