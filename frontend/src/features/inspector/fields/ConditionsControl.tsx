/** Conditions on rows: one entry each, with the column, the comparison and its values. */

import { ActionIcon, Button, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { ConditionFields } from "../../../ui/conditions/ConditionFields";
import { carryOverValues, getDefaultOperator, listOperators } from "../../../ui/conditions/conditionOptions";
import "../../../ui/conditions/conditionFields.css";
import type { ColumnType } from "../../../api/apiTypes";
import type { Json } from "../../../api/designDocument";
import { type Condition, formatCondition, isCondition } from "../../../graph/rowConditions";
import { conditionTexts as texts } from "../../../messages/chartTexts";
import { resultTexts } from "../../../messages/resultTexts";
import { useColumnProfiles, useIncomingData } from "../useIncoming";
import { type ControlProps, defineControl } from "./parameterControl";
import "./conditionsControl.css";

export const conditionsControl = defineControl({ kind: "conditions", Control: ConditionsControl });

function ConditionsControl({ node, field, value, onChange }: ControlProps<"conditions">) {
  const list = (Array.isArray(value) ? value : []).filter(isCondition).map(fillCondition);
  const { schema, output } = useIncomingData(node, field.port);
  const profiles = useColumnProfiles(output).byName;
  const columns = schema?.columns ?? null;
  const set = (next: Condition[]) => onChange(next.length === 0 ? undefined : (next as unknown as Json));
  const typeOf = (name: string): ColumnType => columns?.find((column) => column.name === name)?.type ?? "text";
  const add = () => {
    const first = columns?.[0];
    const column = first?.name ?? "";
    set([...list, { column, operator: getDefaultOperator(first?.type ?? "text"), values: [] }]);
  };
  return (
    <div>
      {list.length === 0 && <p className="field-help">{texts.none}</p>}
      <ul className="condition-list">
        {list.map((condition, at) => (
          <li key={at} className="condition-item">
            <div className="condition-fields">
              <Select
                size="xs"
                searchable
                allowDeselect={false}
                limit={200}
                aria-label={texts.column}
                placeholder={resultTexts.inspector.column.choose}
                data={listColumnNames(columns, condition.column)}
                value={condition.column || null}
                onChange={(column) => column && set(list.with(at, moveCondition(condition, column, typeOf(column))))}
              />
              <ConditionFields
                condition={condition}
                type={typeOf(condition.column)}
                knownValues={(profiles.get(condition.column)?.top ?? []).map((top) => top.value)}
                onChange={(changed) => set(list.with(at, changed))}
              />
            </div>
            <ActionIcon
              size={26}
              variant="subtle"
              color="gray"
              aria-label={texts.remove(formatCondition(condition))}
              onClick={() => set(list.filter((_, place) => place !== at))}
            >
              <IconX size={15} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button size="compact-sm" variant="default" onClick={add}>
        {texts.add}
      </Button>
    </div>
  );
}

/** A condition as the server has it may leave out what is the default. */
const fillCondition = ({
  column,
  operator = "is",
  values = [],
}: Partial<Condition> & { column: string }): Condition => ({
  column,
  operator,
  values,
});

const listColumnNames = (columns: { name: string }[] | null, chosen: string): string[] => [
  ...new Set([...(columns ?? []).map(({ name }) => name), ...(chosen ? [chosen] : [])]),
];

/** The condition on another column, whose comparison it may not take. */
function moveCondition(condition: Condition, column: string, type: ColumnType): Condition {
  if (listOperators(type).includes(condition.operator)) return { ...condition, column };
  const operator = getDefaultOperator(type);
  return { column, operator, values: carryOverValues([], operator) };
}
