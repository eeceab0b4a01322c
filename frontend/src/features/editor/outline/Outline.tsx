/** The design as a tree, in step with the canvas: beside it, in its place, and on a phone. Keys as in WAI-ARIA's tree view. */

import "../../../styles/lazyMantine";
import { useEffect, useMemo, useRef, useState } from "react";
import { toEdgeId } from "../../../canvas/toReactFlow";
import { ensureVisible } from "../../../canvas/viewport";
import { computeLanes } from "../../../graph/outlineLanes";
import { buildOutlineRows, findRowForKey, type OutlineRowModel } from "../../../graph/outlineRows";
import { listEdges } from "../../../graph/ports";
import { appTexts } from "../../../messages/appTexts";
import { outlineTexts } from "../../../messages/outlineTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { selectCards, useUi } from "../../../stores/uiStore";
import { EmptyState } from "../../../ui/EmptyState";
import { FirstSteps } from "../EmptyCanvas";
import { getLanesWidth } from "./LaneMarks";
import { OutlineBar } from "./OutlineBar";
import { OutlineTreeRow } from "./OutlineRow";
import { disconnectRow, groupProblemsByNode, isNameable, openConnectDialogOfRow, openRow } from "./rowActions";
import "./outlineView.css";

/** `narrow`: on a phone, where the pane of a card lies over the outline and so opens only when it is asked for. */
export function Outline({ narrow = false }: { narrow?: boolean }) {
  const { rows, toggle } = useOutlineRows();
  const { active, setActive, tree } = useActiveRow(rows);
  const [naming, setNaming] = useRowNaming();
  const place = useUi((ui) => ui.outline);
  const design = useDesign(({ document }) => document);
  const roomy = narrow || place === "instead";
  const lanes = useMemo(() => (roomy && design ? computeLanes(rows, design) : null), [roomy, rows, design]);
  const go = (row: OutlineRowModel, more = false) => {
    setActive(row.key);
    if (!narrow) selectRow(row, more);
  };
  const press = (event: React.KeyboardEvent) => {
    const row = rows.find(({ key }) => key === active);
    if (!row || event.ctrlKey || event.metaKey || event.altKey || isInField(event)) return;
    const to = rows.find(({ key }) => key === findRowForKey(rows, row.key, event.key));
    if (to) go(to, event.shiftKey);
    else if (event.key === "ArrowRight" && row.expanded === false) toggle(row, true);
    else if (event.key === "ArrowLeft" && row.expanded) toggle(row, false);
    else if (event.key === "Enter") enter(row);
    else if (event.key === " ") selectRow(row, true);
    else if (event.key === "F2" && isNameable(row)) setNaming(row.card);
    else if (event.key === "c") openConnectDialogOfRow(row);
    else if (["Delete", "Backspace"].includes(event.key) && row.kind === "input") disconnectRow(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const enter = (row: OutlineRowModel) => {
    if (row.kind === "note") setNaming(row.card);
    else if (row.kind === "group") toggle(row, !row.expanded);
    else if (narrow && row.kind === "node") selectCards([row.card]);
    else openRow(row);
  };
  return (
    <section
      className={`outline-pane outline-${place}`}
      aria-label={narrow ? appTexts.canvas.label : outlineTexts.label}
    >
      <OutlineBar narrow={narrow} />
      {rows.length === 0 && <EmptyOutline />}
      <div
        ref={tree}
        role="tree"
        aria-label={outlineTexts.label}
        aria-multiselectable="true"
        className="outline"
        style={{ "--lanes": `${lanes ? getLanesWidth(lanes) : 0}px` } as React.CSSProperties}
        onKeyDown={press}
        onFocus={({ target }) => {
          useUi.setState({ outlineFocused: true });
          // A screen reader gives a row the focus without walking there.
          const key = target instanceof HTMLElement && target.matches("[role=treeitem]") && target.dataset.key;
          if (key) setActive(key);
        }}
      >
        {rows.map((row, index) => (
          <OutlineTreeRow
            key={row.key}
            row={row}
            lanes={lanes?.[index] ?? null}
            reachable={row.key === (active ?? rows[0]!.key)}
            naming={naming === row.card && isNameable(row)}
            onNamed={() => {
              setNaming(null);
              // Unless a click that ended the naming has given it to something else.
              requestAnimationFrame(() => document.activeElement === document.body && focusRow(tree.current));
            }}
            onGo={(more) => {
              go(row, more);
              if (narrow && row.kind === "node") selectCards([row.card]);
            }}
            onToggle={() => toggle(row, !row.expanded)}
            onOpen={() => enter(row)}
          />
        ))}
      </div>
    </section>
  );
}

function EmptyOutline() {
  return (
    <EmptyState title={outlineTexts.empty}>
      <FirstSteps />
    </EmptyState>
  );
}

const isInField = (event: React.KeyboardEvent): boolean =>
  event.target instanceof Element && event.target.closest("input, textarea") !== null;

function useOutlineRows(): { rows: OutlineRowModel[]; toggle: (row: OutlineRowModel, open: boolean) => void } {
  const design = useDesign(({ document }) => document);
  const analysis = useDesign((store) => store.analysis);
  const modules = useCatalog((library) => library.modules);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const rows = useMemo(
    () =>
      design
        ? buildOutlineRows({ design, modules, problemsOf: groupProblemsByNode(analysis), expandedByKey: opened })
        : [],
    [design, modules, analysis, opened],
  );
  return { rows, toggle: (row, open) => setOpened((before) => new Map(before).set(row.key, open)) };
}

/** The row that Tab leads to. It follows what is selected on the canvas; with the focus it is kept in sight. */
function useActiveRow(rows: readonly OutlineRowModel[]) {
  const last = useUi((ui) => ui.selection.at(-1));
  const [preferred, setActive] = useState(last ?? null);
  const tree = useRef<HTMLDivElement>(null);
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    if (last === undefined) return;
    setActive((now) => (latest.current.find(({ key }) => key === now)?.card === last ? now : last));
  }, [last]);
  const place = useRef(0);
  const active =
    (rows.find(({ key }) => key === preferred) ?? findNextRow(rows, preferred, place.current))?.key ?? null;
  useEffect(() => {
    place.current = Math.max(
      0,
      rows.findIndex(({ key }) => key === active),
    );
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is reachable
  useEffect(() => {
    const row = findReachableRow(tree.current);
    row?.scrollIntoView({ block: "nearest" });
    const { outlineFocused, quickAdd, contextMenu } = useUi.getState();
    const lost = document.activeElement === document.body && outlineFocused && !quickAdd && !contextMenu;
    if (lost || tree.current?.contains(document.activeElement)) focusRow(tree.current);
  }, [active, rows]);
  return { active, setActive, tree };
}

/** Where the keys go on when their row is gone: the input that has another edge now, or none, else the next row. */
function findNextRow(
  rows: readonly OutlineRowModel[],
  removedRow: string | null,
  place: number,
): OutlineRowModel | undefined {
  const input = rows.find(({ key, kind }) => kind === "input" && removedRow !== null && isSameRow(removedRow, key));
  return input ?? rows[Math.min(place, rows.length - 1)];
}

const isSameRow = (one: string, other: string): boolean => one.startsWith(`${other} `) || other.startsWith(`${one} `);

const findReachableRow = (tree: HTMLElement | null): HTMLElement | null =>
  tree?.querySelector<HTMLElement>("[role=treeitem][tabindex='0']") ?? null;

function focusRow(tree: HTMLElement | null): void {
  if (!document.activeElement?.closest("input, textarea")) findReachableRow(tree)?.focus({ preventScroll: true });
}

/** The card whose name or text is being written here. What is to be written on a canvas that is not there is written here. */
function useRowNaming(): [string | null, (card: string | null) => void] {
  const [naming, setNaming] = useState<string | null>(null);
  const requestedCard = useUi((ui) => (ui.outline === "beside" ? null : ui.editingText));
  useEffect(() => {
    if (requestedCard === null) return;
    setNaming(requestedCard);
    useUi.setState({ editingText: null });
  }, [requestedCard]);
  return [naming, setNaming];
}

/** Select what a row stands for: a card, or the edges of a port. `details`: beside what is selected already. */
function selectRow(row: OutlineRowModel, more: boolean): void {
  if (row.kind === "input" || row.kind === "output") {
    const { document: design } = useDesign.getState();
    const edges = row.kind === "output" ? row.edges : row.edge ? [row.edge] : [];
    const edgeIds = design ? listEdges(design).map(toEdgeId) : [];
    selectCards([]);
    useUi.setState({ selectedEdges: edges.map(toEdgeId).filter((id) => edgeIds.includes(id)) });
    return;
  }
  const { selection } = useUi.getState();
  if (!more) selectCards([row.card]);
  else if (selection.includes(row.card)) selectCards(selection.filter((card) => card !== row.card));
  else selectCards([...selection, row.card]);
  ensureVisible(row.card);
}
