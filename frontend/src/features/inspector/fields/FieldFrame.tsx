/** What every field has: a label, a way back to the default, the control, and a line of help or complaint. */

import { ActionIcon } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { describeValue, type ParameterField } from "../parameterFields";

export interface FieldFrameProps {
  field: ParameterField;
  id: string;
  /** Whether the value differs from the default. */
  isChanged: boolean;
  /** Whether a value is needed and not there. */
  isRequiredEmpty: boolean;
  error: string | null;
  /** Right of the label: a count, for example. */
  aside?: ReactNode;
  onReset: () => void;
  children: ReactNode;
}

export const getHelpId = (id: string): string => `${id}-help`;

/** Ties an input to its help or complaint. As a plain attribute Mantine would drop it for that of its own wrapper. */
export const describeInput = (id: string) => {
  const described = { "aria-describedby": getHelpId(id) };
  return { attributes: { input: described, inputField: described } };
};

export function FieldFrame({
  field,
  id,
  isChanged,
  isRequiredEmpty,
  error,
  aside,
  onReset,
  children,
}: FieldFrameProps) {
  return (
    <div
      className="field"
      data-field={field.name}
      data-wanted={isRequiredEmpty || undefined}
      data-complaint={error !== null || undefined}
    >
      <div className="field-head">
        <label htmlFor={id}>{field.title}</label>
        {isRequiredEmpty && <span className="field-wanted">{texts.inspector.wanted}</span>}
        <span className="field-aside">{aside}</span>
        {isChanged && <ResetButton field={field} onReset={onReset} />}
      </div>
      {children}
      {(error ?? field.help) !== null && (
        <p id={getHelpId(id)} className={error ? "field-complaint" : "field-help"} role={error ? "alert" : undefined}>
          {error ?? field.help}
        </p>
      )}
    </div>
  );
}

function ResetButton({ field, onReset }: { field: ParameterField; onReset: () => void }) {
  const simple = field.default !== undefined && (typeof field.default !== "string" || field.default.length < 40);
  return (
    <ActionIcon
      size={18}
      variant="subtle"
      color="gray"
      title={simple ? texts.inspector.resetTo(describeValue(field.default)) : texts.inspector.reset}
      aria-label={texts.inspector.resetLabel(field.title)}
      onClick={onReset}
    >
      <IconArrowBackUp size={14} stroke={1.6} />
    </ActionIcon>
  );
}
