/** One row of the outline: a group, a card, a note, a port or a problem. */

import { Button } from "@mantine/core";
import { IconAlertTriangle, IconBulb, IconChevronRight, IconDots, IconFolder, IconNote } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { useAdvice } from "../../canvas/AdviceBadge";
import { CardPicture } from "../../canvas/CardPicture";
import { useGlance, useHasResult, useProblems, useStatus } from "../../canvas/facts";
import { renameGroup } from "../../canvas/groups/folding";
import { openResultOf } from "../../canvas/opening";
import { PortShape } from "../../canvas/PortShape";
import { StatusLine } from "../../canvas/StatusLine";
import { contents, groupIn, groupsOf, noteIn, notesOf } from "../../graph/groups";
import type { Lanes } from "../../graph/lanes";
import type { OutlineRow } from "../../graph/outline";
import { shareDone } from "../../graph/status";
import { text } from "../../messages/en";
import { outlining as say } from "../../messages/outline";
import { count, size } from "../../messages/words";
import { change, useDesign } from "../../stores/design";
import { useModule } from "../../stores/library";
import { useOutput, useRun } from "../../stores/run";
import { select, showResult, useUi } from "../../stores/ui";
import { CommentBadge } from "../../together/CommentBadge";
import { distinctName, nameOfNode } from "../problemWords";
import { remedyOf } from "../remedies";
import { LaneMarks } from "./LaneMarks";

interface Props {
  row: OutlineRow;
  /** The edges beside it; null where there is no room for them. */
  lanes: Lanes | null;
  /** Whether Tab leads to it. */
  reachable: boolean;
  naming: boolean;
  onNamed: () => void;
  /** `more`: beside what is selected already. */
  onGo: (more: boolean) => void;
  onToggle: () => void;
  onOpen: () => void;
}

export function Row(props: Props) {
  const { row } = props;
  if (row.kind === "node") return <NodeRow {...props} />;
  if (row.kind === "group") return <GroupRow {...props} />;
  if (row.kind === "note") return <NoteRow {...props} />;
  if (row.kind === "problem") return <ProblemRow {...props} row={row} />;
  return row.kind === "input" ? <InputRow {...props} row={row} /> : <OutputRow {...props} row={row} />;
}

/** The frame of every row. */
function Item({
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
    if (!useUi.getState().selection.includes(row.card)) select([row.card]);
    useUi.setState({ menu: { x: event.clientX, y: event.clientY, node: row.card } });
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
  const glance = useGlance(id, module);
  const share = useRun((store) => shareDone(store.steps[id], store.progress[id]));
  const title = distinctName(id);
  const words = `${status.word} ${status.fact}`.trim();
  return (
    <Item {...props} name={say.node(title, words, problems.length, advice.length)}>
      <span className="outline-plate">
        <CardPicture glance={glance} module={module} icon={20} />
      </span>
      <span className="outline-name">
        {props.naming ? (
          <Field label={say.rename(title)} value={node?.title ?? title} onDone={props.onNamed} onText={rename(id)} />
        ) : (
          <b>{title}</b>
        )}
        {problems[0] ? <span className="node-needs">{problems[0].message}</span> : <StatusLine status={status} />}
        {share !== null && <progress className="outline-progress" value={share} aria-label={words} />}
      </span>
      <CommentBadge id={id} />
      <Result id={id} />
      <MenuButton id={id} name={title} />
    </Item>
  );
}

const rename = (id: string) => (after: string) => {
  const title = after.trim();
  change(say.renamed(nameOfNode(id), title), [{ path: ["nodes", id, "title"], value: title || null }]);
};

/** The size of the first result, and the way to it. */
function Result({ id }: { id: string }) {
  const module = useModule(useDesign(({ document }) => document?.nodes[id]?.module));
  const there = useHasResult(id, module);
  const output = useOutput(id, module?.outputs[0]?.name ?? "");
  if (!there) return null;
  const known = output && output.rows !== null && output.columns !== null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="outline-open"
      title={text.canvas.openResult}
      onClick={(event) => {
        event.stopPropagation();
        openResultOf(id);
      }}
    >
      {known ? size(output.rows!, output.columns!) : text.outline.open}
    </button>
  );
}

function MenuButton({ id, name }: { id: string; name: string }) {
  const own = useRef<HTMLButtonElement>(null);
  return (
    <button
      ref={own}
      type="button"
      tabIndex={-1}
      className="outline-menu"
      aria-label={say.menu(name)}
      onClick={(event) => {
        event.stopPropagation();
        const { left, bottom } = own.current!.getBoundingClientRect();
        select([id]);
        useUi.setState({ menu: { x: left, y: bottom, node: id } });
      }}
    >
      <IconDots size={16} stroke={1.6} aria-hidden="true" />
    </button>
  );
}

function GroupRow(props: Props) {
  const { card } = props.row;
  const id = groupIn(card)!;
  const group = useDesign(({ document }) => document && groupsOf(document).get(id));
  const inside = useDesign(({ document }) => (document ? contents(document, id).nodes.length : 0));
  if (!group) return null;
  return (
    <Item {...props} name={say.group(group.title, inside, group.collapsed)}>
      <IconFolder size={17} stroke={1.6} aria-hidden="true" className="outline-icon" />
      <span className="outline-name">
        {props.naming ? (
          <Field
            label={say.rename(group.title)}
            value={group.title}
            onDone={props.onNamed}
            onText={(title) => renameGroup(id, title)}
          />
        ) : (
          <b>{group.title}</b>
        )}
        <span className="outline-fact">{count(inside, "module")}</span>
      </span>
      <MenuButton id={card} name={group.title} />
    </Item>
  );
}

function NoteRow(props: Props) {
  const id = noteIn(props.row.card)!;
  const note = useDesign(({ document }) => document && notesOf(document).get(id));
  if (!note) return null;
  const write = (value: string) => change(say.noteWritten, [{ path: ["notes", id, "text"], value }]);
  return (
    <Item {...props} name={say.note(note.text)}>
      <IconNote size={17} stroke={1.6} aria-hidden="true" className="outline-icon" />
      <span className="outline-name outline-note-text">
        {props.naming ? (
          <Field label={say.noteText} value={note.text} onDone={props.onNamed} onText={write} lines={3} />
        ) : (
          say.note(note.text).replace(/^Note: /, "")
        )}
      </span>
    </Item>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onText: (value: string) => void;
  onDone: () => void;
  lines?: number;
}

/** Enter and leaving keep what was written, Escape does not; in several lines Enter begins a new one. */
function Field({ label, value, onText, onDone, lines = 1 }: FieldProps) {
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

type PortRow<Kind extends OutlineRow["kind"]> = Props & { row: Extract<OutlineRow, { kind: Kind }> };

function InputRow({ row, ...props }: PortRow<"input">) {
  const { port, edge } = row;
  const from = edge && distinctName(edge.source);
  return (
    <Item row={row} {...props} name={say.input(port.title, from, port.optional)}>
      <PortShape type={port.type} size={12} />
      <span className="outline-name">
        {port.title}{" "}
        <span className="outline-fact">{from === null ? nothing(port.optional) : `${say.from} ${from}`}</span>
      </span>
    </Item>
  );
}

const nothing = (optional: boolean): string => (optional ? say.optional : say.notConnected);

function OutputRow({ row, ...props }: PortRow<"output">) {
  const { port, card, edges } = row;
  const to = edges.map(({ target }) => distinctName(target)).join(", ");
  const output = useOutput(card, port.name);
  const known = output && output.rows !== null && output.columns !== null;
  const fact = known ? size(output.rows!, output.columns!) : "";
  return (
    <Item row={row} {...props} name={say.output(port.title, to, fact)}>
      <PortShape type={port.type} size={12} />
      <span className="outline-name">
        {port.title} <span className="outline-fact">{to ? `${say.to} ${to}` : say.notConnected}</span>
      </span>
      {output && (
        <button type="button" tabIndex={-1} className="outline-open" onClick={() => showResult(card, port.name)}>
          {fact || text.outline.open}
        </button>
      )}
    </Item>
  );
}

function ProblemRow({ row, ...props }: PortRow<"problem">) {
  const { problem } = row;
  const advised = problem.severity === "advice";
  const Icon = advised ? IconBulb : IconAlertTriangle;
  const remedy = remedyOf(problem);
  const words = (advised ? say.advice : say.problem)(problem.message, remedy?.label ?? null);
  return (
    <Item row={row} {...props} name={words}>
      <Icon size={15} stroke={1.6} aria-hidden="true" className={advised ? "advice-icon" : "problems-icon"} />
      <span className="outline-name">{problem.message}</span>
      {remedy && (
        <Button size="compact-sm" variant="default" tabIndex={-1} onClick={remedy.apply}>
          {remedy.label}
        </Button>
      )}
    </Item>
  );
}
