/** Conditions on rows: one entry each, with the column, the comparison and its values. */

import { ActionIcon, Button, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { ConditionFields } from "../../../components/conditions/ConditionFields";
import { carried, firstOperator, operatorsFor } from "../../../components/conditions/offered";
import "../../../components/conditions/conditions.css";
import type { ColumnType } from "../../../api/types";
import { type Condition, conditionWords, isCondition } from "../../../graph/conditions";
import type { Json } from "../../../graph/types";
import { conditions as say } from "../../../messages/looking";
import { resultsMessages } from "../../../messages/results";
import { useIncoming, useProfiles } from "../useIncoming";
import type { ControlProps } from "./FieldControl";

export function ConditionsControl({ node, field, value, onChange }: ControlProps) {
  const list = (Array.isArray(value) ? value : []).filter(isCondition).map(whole);
  const { schema, output } = useIncoming(node, field.schema.conditions_of?.port ?? "dataset");
  const profiles = useProfiles(output).byName;
  const columns = schema?.columns ?? null;
  const set = (next: Condition[]) => onChange(next.length === 0 ? undefined : (next as unknown as Json));
  const typeOf = (name: string): ColumnType => columns?.find((column) => column.name === name)?.type ?? "text";
  const add = () => {
    const first = columns?.[0];
    const column = first?.name ?? "";
    set([...list, { column, operator: firstOperator(first?.type ?? "text"), values: [] }]);
  };
  return (
    <div>
      {list.length === 0 && <p className="field-help">{say.none}</p>}
      <ul className="condition-list">
        {list.map((condition, at) => (
          <li key={at} className="condition-item">
            <div className="condition-fields">
              <Select
                size="xs"
                searchable
                allowDeselect={false}
                limit={200}
                aria-label={say.column}
                placeholder={resultsMessages.inspector.column.choose}
                data={names(columns, condition.column)}
                value={condition.column || null}
                onChange={(column) => column && set(list.with(at, moved(condition, column, typeOf(column))))}
              />
              <ConditionFields
                condition={condition}
                type={typeOf(condition.column)}
                known={(profiles.get(condition.column)?.top ?? []).map((top) => top.value)}
                onChange={(changed) => set(list.with(at, changed))}
              />
            </div>
            <ActionIcon
              size={26}
              variant="subtle"
              color="gray"
              aria-label={say.remove(conditionWords(condition))}
              onClick={() => set(list.filter((_, place) => place !== at))}
            >
              <IconX size={15} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button size="compact-sm" variant="default" onClick={add}>
        {say.add}
      </Button>
    </div>
  );
}

/** A condition as the server has it may leave out what is the default. */
const whole = ({ column, operator = "is", values = [] }: Partial<Condition> & { column: string }): Condition => ({
  column,
  operator,
  values,
});

const names = (columns: { name: string }[] | null, chosen: string): string[] => [
  ...new Set([...(columns ?? []).map(({ name }) => name), ...(chosen ? [chosen] : [])]),
];

/** The condition on another column, whose comparison it may not take. */
function moved(condition: Condition, column: string, type: ColumnType): Condition {
  if (operatorsFor(type).includes(condition.operator)) return { ...condition, column };
  const operator = firstOperator(type);
  return { column, operator, values: carried([], operator) };
}
