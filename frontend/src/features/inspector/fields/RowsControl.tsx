/** A table that the user fills in: each row is a few fields, drawn by the controls of their kinds. */

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { flushSync } from "react-dom";
import type { Json } from "../../../api/designDocument";
import { resultTexts } from "../../../messages/resultTexts";
import { MadeColumnsContext } from "./madeColumns";
import { type ControlProps, defineControl } from "./parameterControl";
import { RowFields } from "./RowFields";
import { listMadeColumns, listRows, moveItem, type RowValues, validateRows } from "./rowValues";
import "./rowsControl.css";

export const rowsControl = defineControl({ kind: "rows", Control: RowsControl, validate: validateRows });

const texts = resultTexts.inspector.rows;

function RowsControl({ node, field, id, value, onChange }: ControlProps<"rows">) {
  const list = useRef<HTMLOListElement>(null);
  const rows = listRows(value);
  // Two cells may be left at once: the second starts from what the first gave.
  const latest = useRef(rows);
  latest.current = rows;
  const keys = useRowKeys(rows.length);
  const set = (next: RowValues[]) => {
    latest.current = next;
    onChange(next.length === 0 ? undefined : (next as Json));
  };
  /** Drawn at once, so that the next key is for the row that has the focus then. */
  const setAndFocus = (next: RowValues[], at: number) => {
    flushSync(() => set(next));
    focusRow(list.current, at);
  };
  const add = (at: number) => {
    keys.insert(at);
    setAndFocus(latest.current.toSpliced(at, 0, {}), at);
  };
  const remove = (at: number) => {
    keys.remove(at);
    const left = latest.current.toSpliced(at, 1);
    setAndFocus(left, Math.min(at, left.length - 1));
  };
  const move = (at: number, to: number) => {
    if (to < 0 || to >= latest.current.length) return;
    keys.move(at, to);
    setAndFocus(moveItem(latest.current, at, to), to);
  };
  const isFull = field.max_rows !== null && rows.length >= field.max_rows;
  return (
    <div id={id} className="rows-control">
      <ol ref={list} className="rows-list" aria-label={field.title}>
        {rows.map((row, at) => (
          <MadeColumnsContext key={keys.list[at]} value={listMadeColumns(field, rows, at)}>
            <RowFields
              {...{ node, field, row, at }}
              id={`${id}-${keys.list[at]}`}
              count={rows.length}
              onChange={(changed) => set(latest.current.with(at, changed(latest.current[at] ?? {})))}
              onMove={(to) => move(at, to)}
              onAdd={() => !isFull && add(at + 1)}
              onRemove={() => remove(at)}
            />
          </MadeColumnsContext>
        ))}
      </ol>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} stroke={1.8} />}
        disabled={isFull}
        onClick={() => add(rows.length)}
      >
        {texts.add(field.row_title)}
      </Button>
    </div>
  );
}

interface RowKeys {
  list: number[];
  insert: (at: number) => void;
  remove: (at: number) => void;
  move: (at: number, to: number) => void;
}

/** Rows have no names: these stay with them while they move, so that half-typed cells do too. */
function useRowKeys(count: number): RowKeys {
  const state = useRef({ next: 0, list: [] as number[] });
  const { current } = state;
  while (current.list.length < count) current.list.push(current.next++);
  current.list.length = count;
  return {
    list: current.list,
    insert: (at) => void current.list.splice(at, 0, current.next++),
    remove: (at) => void current.list.splice(at, 1),
    move: (at, to) => {
      current.list = moveItem(current.list, at, to);
    },
  };
}

/** The first field of a row; the button that adds one where there is none. */
function focusRow(list: HTMLOListElement | null, at: number): void {
  const row = list?.children[at];
  const first = row?.querySelector<HTMLElement>(".row-cells :is(input, textarea, [contenteditable=true])");
  (first ?? list?.parentElement?.querySelector<HTMLElement>(":scope > button"))?.focus();
}
