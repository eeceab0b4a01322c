/** The rule of a choice: columns of these types and roles whose name contains something. */

import { MultiSelect, TextInput } from "@mantine/core";
import type { ColumnType, Role } from "../../../api/types";
import { useDraft } from "../../../components/useDraft";
import { resultsMessages as say } from "../../../messages/results";
import { TYPE_WORDS } from "../../../views/format";
import type { ColumnChoice } from "../columnChoice";

interface Props {
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
}

export function ColumnRule({ choice, onChange }: Props) {
  const words = say.inspector.columns;
  const draft = useDraft(choice.containing, (containing) => onChange({ ...choice, containing }));
  return (
    <div className="column-rule">
      <MultiSelect
        size="xs"
        label={words.types}
        placeholder={choice.types.length === 0 ? words.any : undefined}
        data={Object.entries(TYPE_WORDS).map(([value, label]) => ({ value, label }))}
        value={choice.types}
        onChange={(types) => onChange({ ...choice, types: types as ColumnType[] })}
      />
      <MultiSelect
        size="xs"
        label={words.roles}
        placeholder={choice.roles.length === 0 ? words.any : undefined}
        data={Object.entries(say.inspector.data.roles).map(([value, label]) => ({ value, label }))}
        value={choice.roles}
        onChange={(roles) => onChange({ ...choice, roles: roles as Role[] })}
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
