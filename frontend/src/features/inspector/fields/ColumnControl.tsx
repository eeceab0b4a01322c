/** One column of the data at a port: chosen from a list where the columns are known, typed where they are not. */

import { Autocomplete, type ComboboxItem, Select } from "@mantine/core";
import type { Column } from "../../../api/apiTypes";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { TypeGlyph } from "../../../ui/TypeGlyph";
import { useDebouncedInput } from "../../../ui/useDebouncedInput";
import { useIncomingData } from "../useIncoming";
import { useIsShownAbove } from "../useShownAbove";
import { getHelpId } from "./FieldFrame";
import { useMadeColumns } from "./madeColumns";
import { type ControlProps, defineControl } from "./parameterControl";
import "../columns/columnList.css";

/** So many options are drawn; the search finds the rest. */
const MOST_OPTIONS = 150;

export const columnControl = defineControl({ kind: "column", Control: ColumnControl });

function ColumnControl(props: ControlProps<"column">) {
  const { port, types } = props.field;
  const { schema } = useIncomingData(props.node, port);
  const offered = schema?.columns.filter((column) => types.length === 0 || types.includes(column.type));
  return offered && schema?.complete ? (
    <ColumnSelect {...props} columns={offered} />
  ) : (
    <ColumnTextInput {...props} columns={offered ?? []} />
  );
}

type ColumnProps = ControlProps & { columns: Column[] };

function ColumnSelect({ node, id, field, value, onChange, columns }: ColumnProps) {
  const isShownAbove = useIsShownAbove(node, field.name);
  const current = typeof value === "string" && value !== "" ? value : null;
  const names = [...new Set([...columns.map((column) => column.name), ...useMadeColumns()])];
  const isMissing = current !== null && !names.includes(current);
  return (
    <Select
      id={id}
      size="sm"
      searchable
      selectFirstOptionOnChange
      onFocus={(event) => event.currentTarget.select()}
      limit={MOST_OPTIONS}
      aria-describedby={getHelpId(id)}
      data={isMissing ? [current, ...names] : names}
      value={current}
      placeholder={field.nullable ? texts.inspector.notSet : texts.inspector.column.choose}
      nothingFoundMessage={texts.inspector.column.none}
      error={isMissing && (isShownAbove || texts.inspector.column.gone(current))}
      allowDeselect={false}
      clearable={field.nullable}
      leftSection={current && <ColumnTypeGlyph columns={columns} name={current} />}
      renderOption={({ option }) => <ColumnOption columns={columns} option={option} />}
      onChange={(name) => onChange(name ?? (field.nullable ? null : undefined))}
    />
  );
}

function ColumnTextInput({ id, field, value, onChange, columns }: ColumnProps) {
  const empty = field.nullable ? null : undefined;
  const draft = useDebouncedInput(typeof value === "string" ? value : "", (text) =>
    onChange(text.trim() === "" ? empty : text),
  );
  return (
    <>
      <Autocomplete
        id={id}
        size="sm"
        aria-describedby={getHelpId(id)}
        data={columns.map((column) => column.name)}
        limit={MOST_OPTIONS}
        placeholder={texts.inspector.column.type}
        value={draft.text}
        onChange={draft.onChange}
        onBlur={draft.commit}
        renderOption={({ option }) => <ColumnOption columns={columns} option={option as ComboboxItem} />}
      />
      <p className="field-help">{texts.inspector.column.unknown}</p>
    </>
  );
}

function ColumnOption({ columns, option }: { columns: Column[]; option: ComboboxItem }) {
  return (
    <span className="column-option">
      <ColumnTypeGlyph columns={columns} name={option.value} />
      {option.value}
    </span>
  );
}

function ColumnTypeGlyph({ columns, name }: { columns: Column[]; name: string | null }) {
  const column = columns.find((candidate) => candidate.name === name);
  return <TypeGlyph type={column?.type} fixed silent />;
}
