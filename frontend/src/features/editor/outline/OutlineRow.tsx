/** One row of the outline: a group, a card, a note, a port or a problem. */

import { Button } from "@mantine/core";
import { IconAlertTriangle, IconBulb, IconChevronRight, IconDots, IconFolder, IconNote } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { useAdvice } from "../../../canvas/AdviceBadge";
import { CommentBadge } from "../../../canvas/CommentBadge";
import { renameGroup } from "../../../canvas/groups/editGroup";
import { CardPicture } from "../../../canvas/NodeThumbnail";
import { useHasResult, useProblems, useStatus, useThumbnail } from "../../../canvas/nodeSelectors";
import { openNodeResult } from "../../../canvas/openNode";
import { findQuickFix } from "../../../canvas/quickFixes";
import {
  listGroupContents,
  parseGroupCardId,
  parseNoteCardId,
  readGroups,
  readNotes,
} from "../../../graph/designGroups";
import { computeProgressShare } from "../../../graph/nodeStatus";
import type { RowLanes } from "../../../graph/outlineLanes";
import type { OutlineRowModel } from "../../../graph/outlineRows";
import { appTexts } from "../../../messages/appTexts";
import { formatTableSize, pluralize } from "../../../messages/formatting";
import { outlineTexts as texts } from "../../../messages/outlineTexts";
import { useModule } from "../../../stores/catalogStore";
import { changeDesign, useDesign } from "../../../stores/designStore";
import { getDistinctNodeName, getNodeName } from "../../../stores/nodeNames";
import { useOutput, useRun } from "../../../stores/runStore";
import { selectCards, showResult, useUi } from "../../../stores/uiStore";
import { PortShape } from "../../../ui/PortShape";
import { StatusLine } from "../../../ui/StatusLine";
import { LaneMarks } from "./LaneMarks";
import "../problems/problemsList.css";

interface Props {
  row: OutlineRowModel;
  /** The edges beside it; null where there is no room for them. */
  lanes: RowLanes | null;
  /** Whether Tab leads to it. */
  reachable: boolean;
  naming: boolean;
  onNamed: () => void;
  /** `details`: beside what is selected already. */
  onGo: (more: boolean) => void;
  onToggle: () => void;
  onOpen: () => void;
}

export function OutlineTreeRow(props: Props) {
  const { row } = props;
  if (row.kind === "node") return <NodeRow {...props} />;
  if (row.kind === "group") return <GroupRow {...props} />;
  if (row.kind === "note") return <NoteRow {...props} />;
  if (row.kind === "problem") return <ProblemRow {...props} row={row} />;
  return row.kind === "input" ? <InputRow {...props} row={row} /> : <OutputRow {...props} row={row} />;
}

/** The frame of every row. */
function OutlineItem({
  row,
  lanes,
  reachable,
  onGo,
  onToggle,
  onOpen,
  name,
  children,
}: Props & { name: string; children: ReactNode }) {
  const port = row.kind === "input" || row.kind === "output" || row.kind === "problem";
  const selected = useUi((ui) => !port && ui.selection.includes(row.card));
  const type = useModule(useDesign(({ document }) => document?.nodes[row.card]?.module))?.outputs[0]?.type;
  const openMenu = (event: React.MouseEvent) => {
    event.preventDefault();
    if (port) return;
    if (!useUi.getState().selection.includes(row.card)) selectCards([row.card]);
    useUi.setState({ contextMenu: { x: event.clientX, y: event.clientY, node: row.card } });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of all rows
    <div
      role="treeitem"
      className={`outline-row outline-${row.kind}`}
      style={{ "--level": row.level - 1 } as React.CSSProperties}
      tabIndex={reachable ? 0 : -1}
      aria-label={name}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.of}
      aria-expanded={row.expanded ?? undefined}
      aria-selected={selected}
      data-key={row.key}
      data-card={port ? undefined : row.card}
      onClick={(event) => onGo(event.shiftKey || event.ctrlKey || event.metaKey)}
      onDoubleClick={onOpen}
      onContextMenu={openMenu}
    >
      {lanes && <LaneMarks lanes={lanes} type={type ?? "dataset"} />}
      <Expander expanded={row.expanded} onToggle={onToggle} />
      {children}
    </div>
  );
}

function Expander({ expanded, onToggle }: { expanded: boolean | null; onToggle: () => void }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: keyboards press the arrows
    <span
      className="outline-expander"
      data-open={expanded ?? undefined}
      onClick={(event) => {
        event.stopPropagation();
        if (expanded !== null) onToggle();
      }}
    >
      {expanded !== null && <IconChevronRight size={14} stroke={1.8} aria-hidden="true" />}
    </span>
  );
}

function NodeRow(props: Props) {
  const id = props.row.card;
  const node = useDesign(({ document }) => document?.nodes[id]);
  const module = useModule(node?.module);
  const status = useStatus(id, node, module);
  const problems = useProblems(id);
  const advice = useAdvice(id);
  const glance = useThumbnail(id, module);
  const share = useRun((store) => computeProgressShare(store.steps[id], store.progress[id]));
  const title = getDistinctNodeName(id);
  const words = `${status.word} ${status.fact}`.trim();
  return (
    <OutlineItem {...props} name={texts.node(title, words, problems.length, advice.length)}>
      <span className="outline-plate">
        <CardPicture glance={glance} module={module} icon={20} />
      </span>
      <span className="outline-name">
        {props.naming ? (
          <OutlineField
            label={texts.rename(title)}
            value={node?.title ?? title}
            onDone={props.onNamed}
            onText={renameCard(id)}
          />
        ) : (
          <b>{title}</b>
        )}
        {problems[0] ? <span className="outline-needs">{problems[0].message}</span> : <StatusLine status={status} />}
        {share !== null && <progress className="outline-progress" value={share} aria-label={words} />}
      </span>
      <CommentBadge id={id} />
      <ResultButton id={id} />
      <RowMenuButton id={id} name={title} />
    </OutlineItem>
  );
}

const renameCard = (id: string) => (after: string) => {
  const title = after.trim();
  changeDesign(texts.renamed(getNodeName(id), title), [{ path: ["nodes", id, "title"], value: title || null }]);
};

/** The size of the first result, and the way to it. */
function ResultButton({ id }: { id: string }) {
  const module = useModule(useDesign(({ document }) => document?.nodes[id]?.module));
  const hasResult = useHasResult(id, module);
  const output = useOutput(id, module?.outputs[0]?.name ?? "");
  if (!hasResult) return null;
  const known = output && output.rows !== null && output.columns !== null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="outline-open"
      title={appTexts.canvas.openResult}
      onClick={(event) => {
        event.stopPropagation();
        openNodeResult(id);
      }}
    >
      {known ? formatTableSize(output.rows!, output.columns!) : appTexts.outline.open}
    </button>
  );
}

function RowMenuButton({ id, name }: { id: string; name: string }) {
  const own = useRef<HTMLButtonElement>(null);
  return (
    <button
      ref={own}
      type="button"
      tabIndex={-1}
      className="outline-menu"
      aria-label={texts.menu(name)}
      onClick={(event) => {
        event.stopPropagation();
        const { left, bottom } = own.current!.getBoundingClientRect();
        selectCards([id]);
        useUi.setState({ contextMenu: { x: left, y: bottom, node: id } });
      }}
    >
      <IconDots size={16} stroke={1.6} aria-hidden="true" />
    </button>
  );
}

function GroupRow(props: Props) {
  const { card } = props.row;
  const id = parseGroupCardId(card)!;
  const group = useDesign(({ document }) => document && readGroups(document).get(id));
  const inside = useDesign(({ document }) => (document ? listGroupContents(document, id).nodes.length : 0));
  if (!group) return null;
  return (
    <OutlineItem {...props} name={texts.group(group.title, inside, group.collapsed)}>
      <IconFolder size={17} stroke={1.6} aria-hidden="true" className="outline-icon" />
      <span className="outline-name">
        {props.naming ? (
          <OutlineField
            label={texts.rename(group.title)}
            value={group.title}
            onDone={props.onNamed}
            onText={(title) => renameGroup(id, title)}
          />
        ) : (
          <b>{group.title}</b>
        )}
        <span className="outline-fact">{pluralize(inside, "module")}</span>
      </span>
      <RowMenuButton id={card} name={group.title} />
    </OutlineItem>
  );
}

function NoteRow(props: Props) {
  const id = parseNoteCardId(props.row.card)!;
  const note = useDesign(({ document }) => document && readNotes(document).get(id));
  if (!note) return null;
  const write = (value: string) => changeDesign(texts.noteWritten, [{ path: ["notes", id, "text"], value }]);
  return (
    <OutlineItem {...props} name={texts.note(note.text)}>
      <IconNote size={17} stroke={1.6} aria-hidden="true" className="outline-icon" />
      <span className="outline-name outline-note-text">
        {props.naming ? (
          <OutlineField label={texts.noteText} value={note.text} onDone={props.onNamed} onText={write} lines={3} />
        ) : (
          texts.note(note.text).replace(/^Note: /, "")
        )}
      </span>
    </OutlineItem>
  );
}

interface OutlineFieldProps {
  label: string;
  value: string;
  onText: (value: string) => void;
  onDone: () => void;
  lines?: number;
}

/** Enter and leaving keep what was written, Escape does not; in several lines Enter begins a new one. */
function OutlineField({ label, value, onText, onDone, lines = 1 }: OutlineFieldProps) {
  const cancelled = useRef(false);
  const leave = (event: React.FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const after = event.currentTarget.value;
    if (!cancelled.current && after !== value) onText(after);
    onDone();
  };
  const press = (event: React.KeyboardEvent<HTMLElement>) => {
    cancelled.current = event.key === "Escape" && lines === 1;
    if (event.key === "Escape" || (event.key === "Enter" && lines === 1)) event.currentTarget.blur();
    event.stopPropagation();
  };
  const shared = {
    "aria-label": label,
    defaultValue: value,
    onBlur: leave,
    onKeyDown: press,
    className: "outline-field",
  };
  const stay = (event: React.MouseEvent) => event.stopPropagation();
  // biome-ignore-start lint/a11y/noAutofocus: the field appears because its owner asked to write in it
  return lines > 1 ? (
    <textarea {...shared} rows={lines} onClick={stay} autoFocus />
  ) : (
    <input {...shared} onClick={stay} onFocus={(event) => event.currentTarget.select()} autoFocus />
  );
  // biome-ignore-end lint/a11y/noAutofocus: the field appears because its owner asked to write in it
}

type PortRow<Kind extends OutlineRowModel["kind"]> = Props & { row: Extract<OutlineRowModel, { kind: Kind }> };

function InputRow({ row, ...props }: PortRow<"input">) {
  const { port, edge } = row;
  const from = edge && getDistinctNodeName(edge.source);
  return (
    <OutlineItem row={row} {...props} name={texts.input(port.title, from, port.optional)}>
      <PortShape type={port.type} size={12} />
      <span className="outline-name">
        {port.title}{" "}
        <span className="outline-fact">
          {from === null ? describeEmptyPort(port.optional) : `${texts.from} ${from}`}
        </span>
      </span>
    </OutlineItem>
  );
}

const describeEmptyPort = (optional: boolean): string => (optional ? texts.optional : texts.notConnected);

function OutputRow({ row, ...props }: PortRow<"output">) {
  const { port, card, edges } = row;
  const to = edges.map(({ target }) => getDistinctNodeName(target)).join(", ");
  const output = useOutput(card, port.name);
  const known = output && output.rows !== null && output.columns !== null;
  const fact = known ? formatTableSize(output.rows!, output.columns!) : "";
  return (
    <OutlineItem row={row} {...props} name={texts.output(port.title, to, fact)}>
      <PortShape type={port.type} size={12} />
      <span className="outline-name">
        {port.title} <span className="outline-fact">{to ? `${texts.to} ${to}` : texts.notConnected}</span>
      </span>
      {output && (
        <button type="button" tabIndex={-1} className="outline-open" onClick={() => showResult(card, port.name)}>
          {fact || appTexts.outline.open}
        </button>
      )}
    </OutlineItem>
  );
}

function ProblemRow({ row, ...props }: PortRow<"problem">) {
  const { problem } = row;
  const advised = problem.severity === "advice";
  const Icon = advised ? IconBulb : IconAlertTriangle;
  const remedy = findQuickFix(problem);
  const words = (advised ? texts.advice : texts.problem)(problem.message, remedy?.label ?? null);
  return (
    <OutlineItem row={row} {...props} name={words}>
      <Icon size={15} stroke={1.6} aria-hidden="true" className={advised ? "advice-icon" : "problems-icon"} />
      <span className="outline-name">{problem.message}</span>
      {remedy && (
        <Button size="compact-sm" variant="default" tabIndex={-1} onClick={remedy.apply}>
          {remedy.label}
        </Button>
      )}
    </OutlineItem>
  );
}
