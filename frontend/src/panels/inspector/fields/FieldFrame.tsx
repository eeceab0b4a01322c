/** What every field has: a label, a way back to the default, the control, and a line of help or complaint. */

import { ActionIcon } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { resultsMessages as say } from "../../../messages/results";
import { type Field, inWords } from "../schema";

export interface FieldFrameProps {
  field: Field;
  id: string;
  /** Whether the value differs from the default. */
  changed: boolean;
  /** Whether a value is needed and not there. */
  wanted: boolean;
  complaint: string | null;
  /** Right of the label: a count, for example. */
  aside?: ReactNode;
  onReset: () => void;
  children: ReactNode;
}

export const helpId = (id: string): string => `${id}-help`;

export function FieldFrame({ field, id, changed, wanted, complaint, aside, onReset, children }: FieldFrameProps) {
  return (
    <div
      className="field"
      data-field={field.name}
      data-wanted={wanted || undefined}
      data-complaint={complaint !== null || undefined}
    >
      <div className="field-head">
        <label htmlFor={id}>{field.title}</label>
        {wanted && <span className="field-wanted">{say.inspector.wanted}</span>}
        <span className="field-aside">{aside}</span>
        {changed && <Reset field={field} onReset={onReset} />}
      </div>
      {children}
      {(complaint ?? field.help) !== null && (
        <p
          id={helpId(id)}
          className={complaint ? "field-complaint" : "field-help"}
          role={complaint ? "alert" : undefined}
        >
          {complaint ?? field.help}
        </p>
      )}
    </div>
  );
}

function Reset({ field, onReset }: { field: Field; onReset: () => void }) {
  const simple = field.default !== undefined && (typeof field.default !== "string" || field.default.length < 40);
  return (
    <ActionIcon
      size={18}
      variant="subtle"
      color="gray"
      title={simple ? say.inspector.resetTo(inWords(field.default)) : say.inspector.reset}
      aria-label={say.inspector.resetLabel(field.title)}
      onClick={onReset}
    >
      <IconArrowBackUp size={14} stroke={1.6} />
    </ActionIcon>
  );
}
