/** A filter of a dashboard: some values of a column, or a range of numbers or days. */

import { MultiSelect, NumberInput } from "@mantine/core";
import { useState } from "react";
import type { ColumnType } from "../../api/apiTypes";
import type { Json } from "../../api/designDocument";
import type { Condition, ConditionValue, Operator } from "../../graph/rowConditions";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { useOutput } from "../../stores/runStore";
import { useFilterValues, useIsFilterable, useTileColumns } from "./dashboardData";
import { setFilter, useFilters } from "./filterValues";
import type { TileProps } from "./tileContents";

export function FilterTile({ id, name, tile }: TileProps) {
  const output = useOutput(tile.node ?? "", tile.port ?? "");
  const isFilterable = useIsFilterable(tile.node, tile.port);
  const { columns } = useTileColumns(output?.artifact);
  const column = tile.column ?? "";
  const known = columns?.find((one) => one.name === column);
  const set = useFilters(id)[name] ?? [];
  const change = (conditions: Condition[]) => setFilter(id, name, conditions);
  if (!isFilterable) return <p className="board-note">{texts.filterOff}</p>;
  if (!output) return <p className="board-note">{texts.noResult(column)}</p>;
  if (columns && !known) return <p className="board-note">{texts.filterGone(column)}</p>;
  if (!known) return null;
  const props = { column, set, onChange: change };
  if (known.type === "integer" || known.type === "real") return <NumberRange {...props} />;
  if (known.type === "datetime") return <DayRange {...props} />;
  return <ValueChoice {...props} type={known.type} artifact={output.artifact} />;
}

interface FilterProps {
  column: string;
  set: Condition[];
  onChange: (conditions: Condition[]) => void;
}

const MISSING_KEY = "null";

function ValueChoice({ column, set, onChange, artifact }: FilterProps & { artifact: string; type: ColumnType }) {
  const [wanted, setWanted] = useState(set.length > 0);
  const { data, error } = useFilterValues(artifact, column, wanted);
  const options = (data?.values ?? []).map((value) => ({ value: JSON.stringify(value), label: formatValue(value) }));
  const chosen = (set[0]?.values ?? []).map((value) => JSON.stringify(value));
  const choose = (keys: string[]) => {
    const values = keys.map((key) => JSON.parse(key) as ConditionValue);
    onChange(values.length > 0 ? [{ column, operator: "is", values }] : []);
  };
  return (
    <div className="board-filter">
      <MultiSelect
        aria-label={texts.filterOf(column)}
        placeholder={chosen.length === 0 ? texts.anyValue : ""}
        data={options}
        value={chosen}
        searchable
        clearable
        hidePickedOptions={false}
        onDropdownOpen={() => setWanted(true)}
        onChange={choose}
        classNames={{ inputField: "board-filter-field" }}
        comboboxProps={{ withinPortal: true }}
      />
      {error && <p className="board-note">{error.message}</p>}
      {data && data.total > data.values.length && (
        <p className="board-note">{texts.moreValues(data.values.length, data.total)}</p>
      )}
    </div>
  );
}

const formatValue = (value: Json): string => (JSON.stringify(value) === MISSING_KEY ? texts.missing : String(value));

const findBound = (set: Condition[], operator: Operator): ConditionValue =>
  set.find((condition) => condition.operator === operator)?.values[0] ?? null;

/** The conditions of a range, of which either end may be open. */
function buildRange(column: string, low: ConditionValue, high: ConditionValue): Condition[] {
  const bounds: [Operator, ConditionValue][] = [
    [">=", low],
    ["<=", high],
  ];
  return bounds.flatMap(([operator, value]) =>
    value === null || value === "" ? [] : [{ column, operator, values: [value] }],
  );
}

function NumberRange({ column, set, onChange }: FilterProps) {
  const [low, high] = [findBound(set, ">="), findBound(set, "<=")];
  const read = (value: string | number): ConditionValue => (typeof value === "number" ? value : null);
  const field = (name: string, value: ConditionValue, change: (value: ConditionValue) => void) => (
    <NumberInput
      aria-label={`${texts.filterOf(column)}: ${name}`}
      placeholder={name}
      hideControls
      value={typeof value === "number" ? value : ""}
      onChange={(next) => change(read(next))}
    />
  );
  return (
    <div className="board-filter board-range">
      {field(texts.from, low, (next) => onChange(buildRange(column, next, high)))}
      {field(texts.to, high, (next) => onChange(buildRange(column, low, next)))}
    </div>
  );
}

function DayRange({ column, set, onChange }: FilterProps) {
  const [low, high] = [findBound(set, ">="), findBound(set, "<=")];
  const field = (name: string, value: ConditionValue, change: (value: string) => void) => (
    <input
      type="date"
      className="board-date"
      aria-label={`${texts.filterOf(column)}: ${name}`}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
  return (
    <div className="board-filter board-range">
      {field(texts.from, low, (next) => onChange(buildRange(column, next, high)))}
      {field(texts.to, high, (next) => onChange(buildRange(column, low, next)))}
    </div>
  );
}
