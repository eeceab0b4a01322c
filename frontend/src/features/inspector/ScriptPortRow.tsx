/** A port in the form for the ports of a script: its name and type, and the buttons that move and remove it. */

import { ActionIcon, Button, Checkbox, Group, Select, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from "react";
import type { Design } from "../../api/designDocument";
import { findLanguage } from "../../graph/customModules";
import type { DesignEdge } from "../../graph/ports";
import { type KeyedPort, movePort, removePort, replacePort } from "../../graph/scriptPortList";
import {
  KIND_TYPES,
  listPortEdges,
  listUnfitEdges,
  PORT_KINDS,
  type PortKind,
  type PortSide,
  R_PORT_KINDS,
  toPortName,
} from "../../graph/scriptPorts";
import { scriptPortTexts as texts } from "../../messages/scriptPortTexts";
import { useCatalog } from "../../stores/catalogStore";
import { getDistinctNodeName } from "../../stores/nodeNames";
import { PortShape } from "../../ui/PortShape";
import type { SavePorts } from "./ScriptPorts";

interface RowProps {
  side: PortSide;
  design: Design;
  module: string;
  port: KeyedPort;
  place: number;
  count: number;
  /** Whether it was just added, and waits for its name. */
  isNew: boolean;
  save: SavePorts;
  keepFocus: (button: HTMLElement) => void;
  /** The row goes, and there is no other to take the focus. */
  onNoNeighbour: () => void;
}

export function ScriptPortRow(props: RowProps) {
  const { side, design, module, port, save, isNew } = props;
  const [flaw, setFlaw] = useState<string | null>(null);
  const [wanted, setWanted] = useState<PortKind | null>(null);
  const language = findLanguage(design.modules?.[module]?.code ?? "");
  const kinds: readonly PortKind[] = language === "r" ? R_PORT_KINDS : PORT_KINDS;
  const kindField = useRef<HTMLInputElement>(null);
  const flawId = useId();
  const listLost = (kind: PortKind) =>
    listUnfitEdges(design, useCatalog.getState().modules, useCatalog.getState().catalog.accepts, {
      ...{ module, side, port: port.name, kind },
    });
  const retype = async (kind: PortKind) => {
    closeQuestion();
    setFlaw(
      await save(
        (ports) => replacePort(ports, side, port.key, { kind }),
        (lost) => texts.labels.changed(side, port.name, lost),
      ),
    );
  };
  const closeQuestion = () => {
    if (wanted !== null) kindField.current?.focus();
    setWanted(null);
  };
  return (
    <li className="script-port">
      <PortShape type={KIND_TYPES[port.kind]} size={12} />
      <PortNameField
        {...{ side, isNew, flaw, setFlaw, flawId }}
        name={port.name}
        onRename={(name) =>
          save(
            (ports) => replacePort(ports, side, port.key, { name }),
            () => texts.labels.renamed(side, port.name, name),
          )
        }
      />
      <Select
        ref={kindField}
        size="xs"
        aria-label={texts.kind(side, port.name)}
        title={texts.kindHelp[language][port.kind]}
        allowDeselect={false}
        value={port.kind}
        data={kinds
          .filter((kind) => side === "inputs" || kind !== "tables")
          .map((value) => ({
            value,
            label: texts.kinds[value],
          }))}
        onChange={(chosen) => {
          const kind = chosen as PortKind | null;
          if (kind === null || kind === port.kind) return;
          if (listLost(kind).length > 0) setWanted(kind);
          else void retype(kind);
        }}
      />
      <PortTools {...props} />
      {flaw !== null && (
        <p id={flawId} className="field-complaint script-port-flaw" role="alert">
          {flaw}
        </p>
      )}
      {wanted !== null && (
        <EdgesQuestion
          text={texts.losesByKind(port.name, wanted, nameOthers(side, listLost(wanted)))}
          action={texts.change}
          onAgree={() => void retype(wanted)}
          onKeep={closeQuestion}
        />
      )}
      {side === "inputs" && port.kind !== "tables" && (
        <Checkbox
          size="xs"
          className="script-port-optional"
          label={texts.optional}
          aria-label={texts.optionalLabel(port.name)}
          checked={port.optional}
          onChange={({ currentTarget: { checked } }) =>
            void save(
              (ports) => replacePort(ports, side, port.key, { optional: checked }),
              () => texts.labels.optional(port.name, checked),
            )
          }
        />
      )}
    </li>
  );
}

function PortTools({ side, design, module, port, place, count, save, keepFocus, onNoNeighbour }: RowProps) {
  const [asks, setAsks] = useState(false);
  const removal = useRef<HTMLButtonElement>(null);
  const edges = listPortEdges(design, module, side, port.name);
  const move = (by: number, button: HTMLElement) => {
    keepFocus(button);
    void save(
      (ports) => movePort(ports, side, port.key, by),
      () => texts.labels.moved(side, port.name),
    );
  };
  const remove = () => {
    focusNeighbour(removal.current, onNoNeighbour);
    void save(
      (ports) => removePort(ports, side, port.key),
      (lost) => texts.labels.removed(side, port.name, lost),
    );
  };
  const keep = () => {
    setAsks(false);
    removal.current?.focus();
  };
  const isLast = side === "outputs" && count === 1;
  return (
    <>
      <span className="script-port-tools">
        <PortTool
          label={texts.up(side, port.name)}
          off={place === 0}
          onClick={(button) => move(-1, button)}
          Icon={IconArrowUp}
        />
        <PortTool
          label={texts.down(side, port.name)}
          off={place === count - 1}
          onClick={(button) => move(1, button)}
          Icon={IconArrowDown}
        />
        <PortTool
          ref={removal}
          label={isLast ? texts.lastOutput : texts.remove(side, port.name)}
          off={isLast}
          onClick={() => (edges.length > 0 ? setAsks(true) : remove())}
          Icon={IconX}
        />
      </span>
      {asks && (
        <EdgesQuestion
          text={texts.loses(port.name, nameOthers(side, edges))}
          action={texts.removeDo}
          onAgree={remove}
          onKeep={keep}
        />
      )}
    </>
  );
}

/** The focus goes to the button of the next row, else of the one before. */
function focusNeighbour(removal: HTMLElement | null, onNoNeighbour: () => void): void {
  const row = removal?.closest("li");
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  const button = neighbour?.querySelector<HTMLElement>(".script-port-tools button:last-child");
  if (button) button.focus();
  else onNoNeighbour();
}

const nameOthers = (side: PortSide, edges: readonly DesignEdge[]): string[] =>
  edges.map(({ source, target }) => getDistinctNodeName(side === "inputs" ? source : target));

interface QuestionProps {
  text: string;
  action: string;
  onAgree: () => void;
  onKeep: () => void;
}

/** Asks before edges go. */
function EdgesQuestion({ text, action, onAgree, onKeep }: QuestionProps) {
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onKeep();
  };
  return (
    <div className="script-port-note" role="alert" onKeyDown={leave}>
      <p>{text}</p>
      <Group gap="xs">
        <Button size="compact-xs" color="red" autoFocus onClick={onAgree}>
          {action}
        </Button>
        <Button size="compact-xs" variant="default" onClick={onKeep}>
          {texts.keep}
        </Button>
      </Group>
    </div>
  );
}

interface NameProps {
  side: PortSide;
  name: string;
  isNew: boolean;
  flaw: string | null;
  flawId: string;
  setFlaw: (flaw: string | null) => void;
  onRename: (name: string) => Promise<string | null>;
}

/** Renames when it is left or on Enter; Escape takes back what was typed. */
function PortNameField({ side, name, isNew, flaw, flawId, setFlaw, onRename }: NameProps) {
  const [text, setText] = useState(name);
  const [shown, setShown] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  if (shown !== name) {
    setShown(name);
    setText(name);
  }
  useEffect(() => {
    if (isNew) field.current?.select();
  }, [isNew]);
  const write = (next: string) => {
    setText(next);
    setFlaw(null);
  };
  const leave = async () => {
    if (text === name || flaw !== null) return;
    const next = toPortName(text);
    write(next === "" ? name : next);
    if (next !== "" && next !== name) setFlaw(await onRename(next));
  };
  return (
    <TextInput
      ref={field}
      size="xs"
      aria-label={texts.name(side, name)}
      title={text}
      value={text}
      error={flaw !== null}
      aria-describedby={flaw === null ? undefined : flawId}
      maxLength={60}
      spellCheck={false}
      autoComplete="off"
      onChange={({ currentTarget }) => write(currentTarget.value)}
      onBlur={() => void leave()}
      onKeyDown={(event) => {
        if (event.key === "Enter") void leave();
        if (event.key !== "Escape" || text === name) return;
        event.stopPropagation();
        write(name);
      }}
    />
  );
}

interface ToolProps {
  ref?: Ref<HTMLButtonElement>;
  label: string;
  off: boolean;
  onClick: (button: HTMLElement) => void;
  Icon: typeof IconX;
}

/** One that is off can have the focus still: it may have been moved to the end just now. */
function PortTool({ ref, label, off, onClick, Icon }: ToolProps) {
  return (
    <ActionIcon
      ref={ref}
      size={24}
      variant="subtle"
      color="gray"
      aria-disabled={off}
      data-off={off || undefined}
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => off || onClick(currentTarget)}
    >
      <Icon size={14} stroke={1.7} />
    </ActionIcon>
  );
}
