/** One row of a table in the form: its cells with their complaints, and the buttons that move it or take it away. */

import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, Suspense, useMemo } from "react";
import type { Json } from "../../../api/designDocument";
import { useProblems } from "../../../canvas/nodeSelectors";
import { resultTexts } from "../../../messages/resultTexts";
import { type FieldOfKind, getCurrentValue, type ParameterField } from "../parameterFields";
import { getControl } from "./allControls";
import { getHelpId } from "./FieldFrame";
import { buildCells, isWideCell, listShownCells, type RowValues, setCell, validateCell } from "./rowValues";

const texts = resultTexts.inspector.rows;

interface Props {
  node: string;
  field: FieldOfKind<"rows">;
  id: string;
  row: RowValues;
  at: number;
  count: number;
  onChange: (change: (row: RowValues) => RowValues) => void;
  onMove: (to: number) => void;
  onAdd: () => void;
  onRemove: () => void;
}

export function RowFields({ node, field, id, row, at, count, onChange, onMove, onAdd, onRemove }: Props) {
  const cells = useMemo(() => buildCells(field), [field]);
  const name = texts.name(field.row_title, at + 1);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      onMove(at + step);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onAdd();
    }
  };
  return (
    <li className="rows-item" aria-label={name} onKeyDown={press}>
      <div className="row-cells">
        {listShownCells(cells, row).map((cell) => (
          <Cell
            key={cell.name}
            {...{ node, cell, row }}
            id={`${id}-${cell.name}`}
            onChange={(value) => onChange((current) => setCell(current, cell, value))}
          />
        ))}
        <RowProblems node={node} field={field.name} place={`Row ${at + 1}: `} />
      </div>
      <div className="row-tools">
        <RowTool label={texts.up(name)} disabled={at === 0} onClick={() => onMove(at - 1)} Icon={IconArrowUp} />
        <RowTool
          label={texts.down(name)}
          disabled={at === count - 1}
          onClick={() => onMove(at + 1)}
          Icon={IconArrowDown}
        />
        <RowTool label={texts.remove(name)} onClick={onRemove} Icon={IconX} />
      </div>
    </li>
  );
}

/** What the server says of this row: its messages begin with its place. */
function RowProblems({ node, field, place }: { node: string; field: string; place: string }) {
  const problems = useProblems(node).filter((one) => one.field === field && one.message.startsWith(place));
  return problems.map(({ message }) => (
    <p key={message} className="field-complaint row-problem">
      {message.slice(place.length)}
    </p>
  ));
}

interface CellProps {
  node: string;
  cell: ParameterField;
  row: RowValues;
  id: string;
  onChange: (value: Json | undefined) => void;
}

function Cell({ node, cell, row, id, onChange }: CellProps) {
  const { Control, validate } = getControl(cell.kind);
  const value = getCurrentValue(cell, row);
  const complaint = validateCell(cell, row) ?? validate?.(cell, value) ?? null;
  return (
    <div className="row-cell" data-wide={isWideCell(cell) || undefined} data-complaint={complaint !== null}>
      <label htmlFor={id} title={cell.help ?? undefined}>
        {cell.title}
      </label>
      <Suspense fallback={<div className="field-waiting" />}>
        <Control node={node} field={cell} id={id} value={value} onChange={onChange} />
      </Suspense>
      {complaint && (
        <p id={getHelpId(id)} className="field-complaint">
          {complaint}
        </p>
      )}
    </div>
  );
}

interface ToolProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  Icon: typeof IconX;
}

function RowTool({ label, disabled = false, onClick, Icon }: ToolProps) {
  return (
    <ActionIcon
      size={22}
      variant="subtle"
      color="gray"
      title={label}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon size={14} stroke={1.6} />
    </ActionIcon>
  );
}
