/** The picker of columns: a start, a list with ticks, a search, and names that can be pasted. */

import { useMemo, useRef } from "react";
import type { Column } from "../../../api/types";
import { Segments } from "../../../components/Segments";
import { resultsMessages as say } from "../../../messages/results";
import { count } from "../../../views/format";
import { type ColumnChoice, choiceOf, isKept, type Start, stored, unknownNames, withKept } from "../columnChoice";
import { ColumnList } from "../columns/ColumnList";
import { ColumnRule } from "../columns/ColumnRule";
import { NamedColumns } from "../columns/NamedColumns";
import { PasteNames } from "../columns/PasteNames";
import { UnknownNames } from "../columns/UnknownNames";
import { useIncoming, useProfiles } from "../useIncoming";
import { useIsTold } from "../useIsTold";
import type { ControlProps } from "./FieldControl";

const NO_COLUMNS: Column[] = [];

export function ColumnsControl({ node, id, field, value, onChange }: ControlProps) {
  const { port, types } = field.columns ?? { port: "dataset", types: [] };
  const { schema, output } = useIncoming(node, port);
  const profiles = useProfiles(output);
  const choice = useMemo(() => choiceOf(value, field.default), [value, field.default]);
  const named = useMemo(() => new Set(choice.names), [choice]);
  const columns = useMemo(
    () => schema?.columns.filter((column) => types.length === 0 || types.includes(column.type)) ?? NO_COLUMNS,
    [schema, types],
  );
  const kept = (column: Column) => isKept(column, choice, named);
  const set = (next: ColumnChoice) => onChange(stored(next));
  const told = useIsTold(node, field.name);
  const unknown = schema?.complete && !told ? unknownNames(choice, schema.columns) : [];
  return (
    <fieldset className="columns-picker" id={id} aria-label={field.title}>
      <StartControl choice={choice} onChange={set} />
      {choice.start === "rule" && <ColumnRule choice={choice} onChange={set} />}
      <div className="columns-count">
        {schema && say.inspector.columns.kept(count(columns.filter(kept).length), count(columns.length))}
        <PasteNames choice={choice} onChange={set} />
      </div>
      <UnknownNames
        names={unknown}
        onTakeOff={(names) => set({ ...choice, names: choice.names.filter((name) => !names.includes(name)) })}
      />
      {schema ? (
        <ColumnList
          columns={columns}
          profiles={profiles}
          kept={kept}
          onKeep={(changed, keep) => set(withKept(choice, changed, keep))}
        />
      ) : (
        <NamedColumns choice={choice} onChange={set} />
      )}
    </fieldset>
  );
}

interface StartProps {
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
}

/** Another start begins with its own names: those that it had when it was last chosen here, at first none. */
function StartControl({ choice, onChange }: StartProps) {
  const names = useRef<Partial<Record<Start, string[]>>>({});
  const choose = (start: Start) => {
    names.current[choice.start] = choice.names;
    onChange({ ...choice, start, names: names.current[start] ?? [] });
  };
  const words = say.inspector.columns;
  return (
    <>
      <span className="columns-label">{words.start}</span>
      <Segments
        fullWidth
        size="xs"
        aria-label={words.start}
        value={choice.start}
        onChange={choose}
        data={[
          { value: "all", label: words.all },
          { value: "none", label: words.none },
          { value: "rule", label: words.rule },
        ]}
      />
    </>
  );
}
