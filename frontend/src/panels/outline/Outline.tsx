/** The design as a tree, in step with the canvas: beside it, in its place, and on a phone. Keys as in WAI-ARIA's tree view. */

import "../../styles/later";
import { useEffect, useMemo, useRef, useState } from "react";
import { FirstSteps } from "../../canvas/EmptyCanvas";
import { idOfEdge } from "../../canvas/elements";
import { ensureVisible } from "../../canvas/stage";
import { lanesOf } from "../../graph/lanes";
import { type OutlineRow, outlineRows, rowFor } from "../../graph/outline";
import { connections } from "../../graph/ports";
import { text } from "../../messages/en";
import { outlining } from "../../messages/outline";
import { useDesign } from "../../stores/design";
import { useLibrary } from "../../stores/library";
import { select, useUi } from "../../stores/ui";
import { Message } from "../Message";
import { widthOf } from "./LaneMarks";
import { OutlineBar } from "./OutlineBar";
import { Row } from "./OutlineRow";
import { connectRow, disconnectRow, nameable, openRow, problemsOf } from "./rows";
import "./outline.css";

/** `narrow`: on a phone, where the pane of a card lies over the outline and so opens only when it is asked for. */
export function Outline({ narrow = false }: { narrow?: boolean }) {
  const { rows, toggle } = useRows();
  const { active, setActive, tree } = useActive(rows);
  const [naming, setNaming] = useNaming();
  const place = useUi((ui) => ui.outline);
  const design = useDesign(({ document }) => document);
  const roomy = narrow || place === "instead";
  const lanes = useMemo(() => (roomy && design ? lanesOf(rows, design) : null), [roomy, rows, design]);
  const go = (row: OutlineRow, more = false) => {
    setActive(row.key);
    if (!narrow) take(row, more);
  };
  const press = (event: React.KeyboardEvent) => {
    const row = rows.find(({ key }) => key === active);
    if (!row || event.ctrlKey || event.metaKey || event.altKey || inField(event)) return;
    const to = rows.find(({ key }) => key === rowFor(rows, row.key, event.key));
    if (to) go(to, event.shiftKey);
    else if (event.key === "ArrowRight" && row.expanded === false) toggle(row, true);
    else if (event.key === "ArrowLeft" && row.expanded) toggle(row, false);
    else if (event.key === "Enter") enter(row);
    else if (event.key === " ") take(row, true);
    else if (event.key === "F2" && nameable(row)) setNaming(row.card);
    else if (event.key === "c") connectRow(row);
    else if (["Delete", "Backspace"].includes(event.key) && row.kind === "input") disconnectRow(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const enter = (row: OutlineRow) => {
    if (row.kind === "note") setNaming(row.card);
    else if (row.kind === "group") toggle(row, !row.expanded);
    else if (narrow && row.kind === "node") select([row.card]);
    else openRow(row);
  };
  return (
    <section className={`outline-pane outline-${place}`} aria-label={narrow ? text.canvas.label : outlining.label}>
      <OutlineBar narrow={narrow} />
      {rows.length === 0 && <Empty />}
      <div
        ref={tree}
        role="tree"
        aria-label={outlining.label}
        aria-multiselectable="true"
        className="outline"
        style={{ "--lanes": `${lanes ? widthOf(lanes) : 0}px` } as React.CSSProperties}
        onKeyDown={press}
        onFocus={({ target }) => {
          useUi.setState({ inOutline: true });
          // A screen reader gives a row the focus without walking there.
          const key = target instanceof HTMLElement && target.matches("[role=treeitem]") && target.dataset.key;
          if (key) setActive(key);
        }}
      >
        {rows.map((row, index) => (
          <Row
            key={row.key}
            row={row}
            lanes={lanes?.[index] ?? null}
            reachable={row.key === (active ?? rows[0]!.key)}
            naming={naming === row.card && nameable(row)}
            onNamed={() => {
              setNaming(null);
              requestAnimationFrame(() => focusRow(tree.current));
            }}
            onGo={(more) => {
              go(row, more);
              if (narrow && row.kind === "node") select([row.card]);
            }}
            onToggle={() => toggle(row, !row.expanded)}
            onOpen={() => enter(row)}
          />
        ))}
      </div>
    </section>
  );
}

function Empty() {
  return (
    <Message title={outlining.empty}>
      <FirstSteps />
    </Message>
  );
}

const inField = (event: React.KeyboardEvent): boolean =>
  event.target instanceof Element && event.target.closest("input, textarea") !== null;

function useRows(): { rows: OutlineRow[]; toggle: (row: OutlineRow, open: boolean) => void } {
  const design = useDesign(({ document }) => document);
  const analysis = useDesign((store) => store.analysis);
  const modules = useLibrary((library) => library.modules);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const rows = useMemo(
    () => (design ? outlineRows({ design, modules, problemsOf: problemsOf(analysis), opened }) : []),
    [design, modules, analysis, opened],
  );
  return { rows, toggle: (row, open) => setOpened((before) => new Map(before).set(row.key, open)) };
}

/** The row that Tab leads to. It follows what is selected on the canvas; with the focus it is kept in sight. */
function useActive(rows: readonly OutlineRow[]) {
  const last = useUi((ui) => ui.selection.at(-1));
  const [wanted, setActive] = useState(last ?? null);
  const tree = useRef<HTMLDivElement>(null);
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    if (last === undefined) return;
    setActive((now) => (latest.current.find(({ key }) => key === now)?.card === last ? now : last));
  }, [last]);
  const place = useRef(0);
  const active = (rows.find(({ key }) => key === wanted) ?? heirOf(rows, wanted, place.current))?.key ?? null;
  useEffect(() => {
    place.current = Math.max(
      0,
      rows.findIndex(({ key }) => key === active),
    );
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is reachable
  useEffect(() => {
    const row = reachable(tree.current);
    row?.scrollIntoView({ block: "nearest" });
    const { inOutline, quickAdd, menu } = useUi.getState();
    const lost = document.activeElement === document.body && inOutline && !quickAdd && !menu;
    if (lost || tree.current?.contains(document.activeElement)) focusRow(tree.current);
  }, [active, rows]);
  return { active, setActive, tree };
}

/** Where the keys go on when their row is gone: the input that has another edge now, or none, else the next row. */
function heirOf(rows: readonly OutlineRow[], gone: string | null, place: number): OutlineRow | undefined {
  const input = rows.find(({ key, kind }) => kind === "input" && gone !== null && isOf(gone, key));
  return input ?? rows[Math.min(place, rows.length - 1)];
}

const isOf = (one: string, other: string): boolean => one.startsWith(`${other} `) || other.startsWith(`${one} `);

const reachable = (tree: HTMLElement | null): HTMLElement | null =>
  tree?.querySelector<HTMLElement>("[role=treeitem][tabindex='0']") ?? null;

function focusRow(tree: HTMLElement | null): void {
  if (!document.activeElement?.closest("input, textarea")) reachable(tree)?.focus({ preventScroll: true });
}

/** The card whose name or text is being written here. What is to be written on a canvas that is not there is written here. */
function useNaming(): [string | null, (card: string | null) => void] {
  const [naming, setNaming] = useState<string | null>(null);
  const wanted = useUi((ui) => (ui.outline === "beside" ? null : ui.writing));
  useEffect(() => {
    if (wanted === null) return;
    setNaming(wanted);
    useUi.setState({ writing: null });
  }, [wanted]);
  return [naming, setNaming];
}

/** Select what a row stands for: a card, or the edges of a port. `more`: beside what is selected already. */
function take(row: OutlineRow, more: boolean): void {
  if (row.kind === "input" || row.kind === "output") {
    const { document: design } = useDesign.getState();
    const edges = row.kind === "output" ? row.edges : row.edge ? [row.edge] : [];
    const there = design ? connections(design).map(idOfEdge) : [];
    select([]);
    useUi.setState({ selectedEdges: edges.map(idOfEdge).filter((id) => there.includes(id)) });
    return;
  }
  const { selection } = useUi.getState();
  if (!more) select([row.card]);
  else if (selection.includes(row.card)) select(selection.filter((card) => card !== row.card));
  else select([...selection, row.card]);
  ensureVisible(row.card);
}
