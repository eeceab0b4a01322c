/** The rule of a choice: columns of these types and roles whose name contains something. */

import { MultiSelect, TextInput } from "@mantine/core";
import type { ColumnRole, ColumnType } from "../../../api/apiTypes";
import { TYPE_NAMES } from "../../../lib/format";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { useDebouncedInput } from "../../../ui/useDebouncedInput";
import type { ColumnSelection } from "../columnChoice";
import "./columnList.css";

interface Props {
  choice: ColumnSelection;
  onChange: (choice: ColumnSelection) => void;
}

export function ColumnRule({ choice, onChange }: Props) {
  const words = texts.inspector.columns;
  const draft = useDebouncedInput(choice.containing, (containing) => onChange({ ...choice, containing }));
  return (
    <div className="column-rule">
      <MultiSelect
        size="xs"
        label={words.types}
        placeholder={choice.types.length === 0 ? words.any : undefined}
        data={Object.entries(TYPE_NAMES).map(([value, label]) => ({ value, label }))}
        value={choice.types}
        onChange={(types) => onChange({ ...choice, types: types as ColumnType[] })}
      />
      <MultiSelect
        size="xs"
        label={words.roles}
        placeholder={choice.roles.length === 0 ? words.any : undefined}
        data={Object.entries(texts.inspector.data.roles).map(([value, label]) => ({ value, label }))}
        value={choice.roles}
        onChange={(roles) => onChange({ ...choice, roles: roles as ColumnRole[] })}
      />
      <TextInput
        size="xs"
        label={words.containing}
        placeholder={words.any}
        value={draft.text}
        onChange={(event) => draft.onChange(event.currentTarget.value)}
        onBlur={draft.commit}
      />
    </div>
  );
}
