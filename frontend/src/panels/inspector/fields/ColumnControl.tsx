/** One column of the data at a port: chosen from a list where the columns are known, typed where they are not. */

import { Autocomplete, type ComboboxItem, Select } from "@mantine/core";
import type { Column } from "../../../api/types";
import { useDraft } from "../../../components/useDraft";
import { resultsMessages as say } from "../../../messages/results";
import { TYPE_GLYPHS } from "../../../views/format";
import { useIncoming } from "../useIncoming";
import { useIsTold } from "../useIsTold";
import type { ControlProps } from "./FieldControl";
import { helpId } from "./FieldFrame";

/** So many options are drawn; the search finds the rest. */
const MOST_OPTIONS = 150;

export function ColumnControl(props: ControlProps) {
  const { port, types } = props.field.columns!;
  const { schema } = useIncoming(props.node, port);
  const offered = schema?.columns.filter((column) => types.length === 0 || types.includes(column.type));
  return offered && schema?.complete ? (
    <Chosen {...props} columns={offered} />
  ) : (
    <Typed {...props} columns={offered ?? []} />
  );
}

type ColumnProps = ControlProps & { columns: Column[] };

function Chosen({ node, id, field, value, onChange, columns }: ColumnProps) {
  const told = useIsTold(node, field.name);
  const current = typeof value === "string" && value !== "" ? value : null;
  const gone = current !== null && !columns.some((column) => column.name === current);
  const names = columns.map((column) => column.name);
  return (
    <Select
      id={id}
      size="sm"
      searchable
      selectFirstOptionOnChange
      onFocus={(event) => event.currentTarget.select()}
      limit={MOST_OPTIONS}
      aria-describedby={helpId(id)}
      data={gone ? [current, ...names] : names}
      value={current}
      placeholder={field.nullable ? say.inspector.notSet : say.inspector.column.choose}
      nothingFoundMessage={say.inspector.column.none}
      error={gone && (told || say.inspector.column.gone(current))}
      allowDeselect={false}
      clearable={field.nullable}
      leftSection={current && <Glyph columns={columns} name={current} />}
      renderOption={({ option }) => <ColumnOption columns={columns} option={option} />}
      onChange={(name) => onChange(name ?? (field.nullable ? null : undefined))}
    />
  );
}

function Typed({ id, field, value, onChange, columns }: ColumnProps) {
  const empty = field.nullable ? null : undefined;
  const draft = useDraft(typeof value === "string" ? value : "", (text) => onChange(text.trim() === "" ? empty : text));
  return (
    <>
      <Autocomplete
        id={id}
        size="sm"
        aria-describedby={helpId(id)}
        data={columns.map((column) => column.name)}
        limit={MOST_OPTIONS}
        placeholder={say.inspector.column.type}
        value={draft.text}
        onChange={draft.onChange}
        onBlur={draft.commit}
        renderOption={({ option }) => <ColumnOption columns={columns} option={option as ComboboxItem} />}
      />
      <p className="field-help">{say.inspector.column.unknown}</p>
    </>
  );
}

function ColumnOption({ columns, option }: { columns: Column[]; option: ComboboxItem }) {
  return (
    <span className="column-option">
      <Glyph columns={columns} name={option.value} />
      {option.value}
    </span>
  );
}

function Glyph({ columns, name }: { columns: Column[]; name: string | null }) {
  const column = columns.find((candidate) => candidate.name === name);
  return (
    <span className="type-glyph" aria-hidden="true">
      {column ? TYPE_GLYPHS[column.type] : ""}
    </span>
  );
}
