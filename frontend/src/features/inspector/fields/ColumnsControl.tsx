/** The picker of columns: a start, a list with ticks, a search, and names that can be pasted. */

import { useMemo, useRef } from "react";
import type { Column } from "../../../api/apiTypes";
import { formatCount } from "../../../lib/format";
import { columnRuleTexts } from "../../../messages/columnRuleTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { SegmentedSwitch } from "../../../ui/Segments";
import {
  buildChoiceTest,
  type ChoiceStart,
  type ColumnSelection,
  findUnknownNames,
  readColumnChoice,
  removeNames,
  setColumnsChosen,
  toStoredChoice,
} from "../columnChoice";
import { ColumnList } from "../columns/ColumnList";
import { ColumnRule } from "../columns/ColumnRule";
import { ColumnRules } from "../columns/ColumnRules";
import { NamedColumns } from "../columns/NamedColumns";
import { PasteNames } from "../columns/PasteNames";
import { UnknownNames } from "../columns/UnknownNames";
import { useColumnProfiles, useIncomingData } from "../useIncoming";
import { useIsShownAbove } from "../useShownAbove";
import { type ControlProps, defineControl } from "./parameterControl";
import "../columns/columnList.css";

const NO_COLUMNS: Column[] = [];

export const columnsControl = defineControl({ kind: "columns", Control: ColumnsControl });

function ColumnsControl({ node, id, field, value, onChange }: ControlProps<"columns">) {
  const { port, types } = field;
  const { schema, output } = useIncomingData(node, port);
  const profiles = useColumnProfiles(output);
  const choice = useMemo(() => readColumnChoice(value, field.default), [value, field.default]);
  const columns = useMemo(
    () => schema?.columns.filter((column) => types.length === 0 || types.includes(column.type)) ?? NO_COLUMNS,
    [schema, types],
  );
  const isChosen = useMemo(
    () => buildChoiceTest(choice, schema?.columns ?? NO_COLUMNS, profiles),
    [choice, schema, profiles],
  );
  const asksForRows = choice.start === "rules" && choice.rules.some((rule) => typeof rule.missing_above === "number");
  const set = (next: ColumnSelection) => onChange(toStoredChoice(next));
  const isShownAbove = useIsShownAbove(node, field.name);
  const unknown = schema?.complete && !isShownAbove ? findUnknownNames(choice, schema.columns) : [];
  return (
    <fieldset className="columns-picker" id={id} aria-label={field.title}>
      <ChoiceStartControl choice={choice} onChange={set} />
      {choice.start === "rule" && <ColumnRule choice={choice} onChange={set} />}
      {choice.start === "rules" && (
        <ColumnRules
          rules={choice.rules}
          columns={schema?.columns ?? null}
          onChange={(rules) => set({ ...choice, rules })}
        />
      )}
      {asksForRows && profiles.rows === 0 && <p className="field-help">{columnRuleTexts.unknownMissing}</p>}
      <div className="columns-count">
        {schema &&
          texts.inspector.columns.kept(formatCount(columns.filter(isChosen).length), formatCount(columns.length))}
        <PasteNames choice={choice} onChange={set} />
      </div>
      <UnknownNames names={unknown} onRemove={(names) => set(removeNames(choice, names))} />
      {schema ? (
        <ColumnList
          columns={columns}
          profiles={profiles}
          chosen={isChosen}
          onChoose={(changed, keep) => set(setColumnsChosen(choice, changed, keep))}
        />
      ) : (
        <NamedColumns choice={choice} onChange={set} />
      )}
    </fieldset>
  );
}

interface ChoiceStartProps {
  choice: ColumnSelection;
  onChange: (choice: ColumnSelection) => void;
}

/** Another start begins with its own names: those that it had when it was last chosen here, at first none. */
function ChoiceStartControl({ choice, onChange }: ChoiceStartProps) {
  const names = useRef<Partial<Record<ChoiceStart, string[]>>>({});
  const choose = (start: ChoiceStart) => {
    names.current[choice.start] = choice.names;
    onChange({ ...choice, start, names: names.current[start] ?? [] });
  };
  const words = texts.inspector.columns;
  return (
    <>
      <span className="columns-label">{words.start}</span>
      <SegmentedSwitch
        fullWidth
        size="xs"
        aria-label={words.start}
        value={choice.start}
        onChange={choose}
        data={[
          { value: "all", label: words.all },
          { value: "none", label: words.none },
          { value: "rule", label: words.rule },
          { value: "rules", label: words.rules },
        ]}
      />
    </>
  );
}
