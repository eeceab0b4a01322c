/** Rules that include or exclude columns one after another: what a rule goes by, and the value of that. */

import { ActionIcon, Button, MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import type { Column, ColumnRole, ColumnType } from "../../../api/apiTypes";
import { TYPE_NAMES } from "../../../lib/format";
import { columnRuleTexts as words } from "../../../messages/columnRuleTexts";
import { resultTexts } from "../../../messages/resultTexts";
import { useDebouncedInput } from "../../../ui/useDebouncedInput";
import { arePositions, type ColumnRule, EMPTY_CRITERIA, getCriterion, type RuleCriterion } from "../columnRules";
import "./columnRules.css";

interface Props {
  rules: ColumnRule[];
  /** The columns that names are offered of; null where only a run can tell. */
  columns: Column[] | null;
  onChange: (rules: ColumnRule[]) => void;
}

export function ColumnRules({ rules, columns, onChange }: Props) {
  const move = (at: number, to: number) => onChange(rules.toSpliced(at, 1).toSpliced(to, 0, rules[at]!));
  return (
    <div className="column-rules">
      {rules.length === 0 && <p className="field-help">{words.none}</p>}
      <ol aria-label={words.title}>
        {rules.map((rule, at) => (
          <li key={at} aria-label={words.rule(at + 1)}>
            <RuleFields rule={rule} columns={columns} onChange={(changed) => onChange(rules.with(at, changed))} />
            <div className="column-rule-buttons">
              <RuleButton label={words.up(at + 1)} disabled={at === 0} onClick={() => move(at, at - 1)}>
                <IconArrowUp size={14} stroke={1.6} />
              </RuleButton>
              <RuleButton
                label={words.down(at + 1)}
                disabled={at === rules.length - 1}
                onClick={() => move(at, at + 1)}
              >
                <IconArrowDown size={14} stroke={1.6} />
              </RuleButton>
              <RuleButton label={words.remove(at + 1)} onClick={() => onChange(rules.toSpliced(at, 1))}>
                <IconX size={14} stroke={1.6} />
              </RuleButton>
            </div>
          </li>
        ))}
      </ol>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} stroke={1.8} />}
        onClick={() => onChange([...rules, rules.length === 0 ? {} : { action: "exclude", names: [] }])}
      >
        {words.add}
      </Button>
    </div>
  );
}

interface RuleButtonProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

const RuleButton = ({ label, disabled = false, onClick, children }: RuleButtonProps) => (
  <ActionIcon size={24} variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
    {children}
  </ActionIcon>
);

interface FieldsProps {
  rule: ColumnRule;
  columns: Column[] | null;
  onChange: (rule: ColumnRule) => void;
}

function RuleFields({ rule, columns, onChange }: FieldsProps) {
  const criterion = getCriterion(rule);
  const action = rule.action ?? "include";
  const build = (start: ColumnRule): ColumnRule => (action === "exclude" ? { action, ...start } : start);
  return (
    <div className="column-rule-fields">
      <Select
        size="xs"
        allowDeselect={false}
        aria-label={words.action}
        data={Object.entries(words.actions).map(([value, label]) => ({ value, label }))}
        value={action}
        onChange={(value) => {
          const { action: _, ...rest } = rule;
          onChange(value === "exclude" ? { action: "exclude", ...rest } : rest);
        }}
      />
      <Select
        size="xs"
        allowDeselect={false}
        aria-label={words.criterion}
        data={Object.entries(words.criteria).map(([value, label]) => ({ value, label }))}
        value={criterion}
        onChange={(value) => value && onChange(build(EMPTY_CRITERIA[value as RuleCriterion]))}
      />
      <CriterionField key={criterion} {...{ rule, criterion, columns, onChange }} />
    </div>
  );
}

function CriterionField({ rule, criterion, columns, onChange }: FieldsProps & { criterion: RuleCriterion }) {
  const label = words.criteria[criterion];
  switch (criterion) {
    case "names":
      return (
        <TagsInput
          size="xs"
          className="column-rule-value"
          aria-label={label}
          placeholder={rule.names?.length ? undefined : words.namesHint}
          acceptValueOnBlur
          limit={200}
          data={columns?.map((column) => column.name) ?? []}
          value={rule.names ?? []}
          onChange={(names) => onChange({ ...rule, names })}
        />
      );
    case "types":
    case "roles":
      return (
        <MultiSelect
          size="xs"
          className="column-rule-value"
          aria-label={label}
          placeholder={rule[criterion]?.length ? undefined : resultTexts.inspector.columns.any}
          data={Object.entries(criterion === "types" ? TYPE_NAMES : resultTexts.inspector.data.roles).map(
            ([value, name]) => ({ value, label: name }),
          )}
          value={rule[criterion] ?? []}
          onChange={(chosen) => onChange({ ...rule, [criterion]: chosen as ColumnType[] | ColumnRole[] } as ColumnRule)}
        />
      );
    case "missing_above":
      return (
        <NumberInput
          size="xs"
          className="column-rule-value"
          aria-label={label}
          min={0}
          max={100}
          suffix=" %"
          value={Math.round((rule.missing_above ?? 0) * 10_000) / 100}
          onChange={(value) => typeof value === "number" && onChange({ ...rule, missing_above: value / 100 })}
        />
      );
    case "pattern":
    case "positions":
      return <RuleText {...{ rule, criterion, onChange }} />;
    default:
      return null;
  }
}

interface RuleTextProps {
  rule: ColumnRule;
  criterion: "pattern" | "positions";
  onChange: (rule: ColumnRule) => void;
}

function RuleText({ rule, criterion, onChange }: RuleTextProps) {
  const draft = useDebouncedInput(rule[criterion] ?? "", (text) => onChange({ ...rule, [criterion]: text }));
  const isWrong = criterion === "positions" && !arePositions(draft.text);
  return (
    <TextInput
      size="xs"
      className="column-rule-value"
      aria-label={words.criteria[criterion]}
      placeholder={words.hints[criterion]}
      error={isWrong ? words.wrongPositions : undefined}
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={draft.commit}
    />
  );
}
