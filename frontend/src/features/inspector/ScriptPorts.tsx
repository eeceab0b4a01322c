/** The form for the ports of a module that was written for the design: add, name, type, reorder, remove. */

import { ActionIcon, Button, Checkbox, Group, Select, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postJson } from "../../api/client";
import type { Design } from "../../api/designDocument";
import {
  createPortName,
  KIND_TYPES,
  listPortEdges,
  PORT_KINDS,
  type PortKind,
  type PortSide,
  type ScriptPorts as Ports,
  type ScriptPort,
  toPortName,
} from "../../graph/scriptPorts";
import { notifyFailure } from "../../lib/toasts";
import { scriptPortTexts as texts } from "../../messages/scriptPortTexts";
import { useDesign } from "../../stores/designStore";
import { getDistinctNodeName } from "../../stores/nodeNames";
import { PortShape } from "../../ui/PortShape";
import { changeScriptPorts, type ScriptModule } from "./scriptPortChanges";
import "./scriptPorts.css";

type Save = (ports: Ports, formatLabel: (lost: number) => string) => void;

export default function ScriptPorts({ module }: { module: string }) {
  const design = useDesign(({ document }) => document);
  const code = design?.modules?.[module]?.code;
  const read = useQuery({
    queryKey: ["script-ports", module, code],
    queryFn: () => postJson<ScriptModule>("/api/modules/ports", { name: module, code }),
    enabled: code !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [remark, setRemark] = useState<{ code: string; text: string } | null>(null);
  const ports = read.data?.ports;
  if (!design || code === undefined || !ports) return null;
  const save: Save = (next, formatLabel) => {
    changeScriptPorts(module, code, next, formatLabel)
      .then(({ flaw, unclear_lines: lines }) => {
        const { document } = useDesign.getState();
        const text = flaw?.message ?? (lines.length > 0 ? texts.unclear(lines) : null);
        setRemark(text === null ? null : { text, code: document?.modules?.[module]?.code ?? "" });
      })
      .catch(notifyFailure);
  };
  const cards = Object.values(design.nodes).filter((node) => node.module === module).length;
  return (
    <section className="script-ports" aria-label={texts.title}>
      <PortList side="inputs" {...{ design, module, ports, save }} />
      <PortList side="outputs" {...{ design, module, ports, save }} />
      {remark?.code === code && (
        <p className="field-complaint" role="alert">
          {remark.text}
        </p>
      )}
      {cards > 1 && <p className="field-help">{texts.shared(cards)}</p>}
    </section>
  );
}

interface ListProps {
  side: PortSide;
  design: Design;
  module: string;
  ports: Ports;
  save: Save;
}

function PortList({ side, design, module, ports, save }: ListProps) {
  const listed = ports[side];
  const saveList = (next: ScriptPort[], formatLabel: (lost: number) => string) =>
    save({ ...ports, [side]: next }, formatLabel);
  const add = () => {
    const name = createPortName("table", listed);
    const added: ScriptPort = { name, kind: "table", optional: side === "inputs", was: null };
    saveList([...listed, added], () => texts.labels.added(side, name));
  };
  return (
    <div className="script-port-side">
      <h3 className="caption">{texts.sides[side].title}</h3>
      {listed.length === 0 && <p className="field-help">{texts.sides[side].none}</p>}
      <ul>
        {listed.map((port, at) => (
          <PortRow key={port.name} {...{ side, design, module, port, at, listed, saveList }} />
        ))}
      </ul>
      <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} stroke={1.7} />} onClick={add}>
        {texts.sides[side].add}
      </Button>
    </div>
  );
}

interface RowProps {
  side: PortSide;
  design: Design;
  module: string;
  port: ScriptPort;
  at: number;
  listed: ScriptPort[];
  saveList: (next: ScriptPort[], formatLabel: (lost: number) => string) => void;
}

function PortRow({ side, design, module, port, at, listed, saveList }: RowProps) {
  const [asks, setAsks] = useState(false);
  const edges = listPortEdges(design, module, side, port.name);
  const replace = (changed: Partial<ScriptPort>) =>
    listed.map((one, place) => (place === at ? { ...one, ...changed } : one));
  const move = (to: number) => {
    const others = listed.filter((one) => one !== port);
    saveList([...others.slice(0, to), port, ...others.slice(to)], () => texts.labels.moved(side, port.name));
  };
  const remove = () =>
    saveList(
      listed.filter((one) => one !== port),
      (lost) => texts.labels.removed(side, port.name, lost),
    );
  const retype = (kind: PortKind) => saveList(replace({ kind }), (lost) => texts.labels.changed(side, port.name, lost));
  return (
    <li className="script-port">
      <PortShape type={KIND_TYPES[port.kind]} size={12} />
      <PortNameField
        label={texts.name(side, port.name)}
        name={port.name}
        onRename={(name) => saveList(replace({ name }), () => texts.labels.renamed(side, port.name, name))}
      />
      <Select
        size="xs"
        aria-label={texts.kind(side, port.name)}
        title={texts.kindHelp[port.kind]}
        allowDeselect={false}
        value={port.kind}
        data={PORT_KINDS.filter((kind) => side === "inputs" || kind !== "tables").map((value) => ({
          value,
          label: texts.kinds[value],
        }))}
        onChange={(kind) => kind && kind !== port.kind && retype(kind as PortKind)}
      />
      <span className="script-port-tools">
        <PortTool label={texts.up(port.name)} off={at === 0} onClick={() => move(at - 1)} Icon={IconArrowUp} />
        <PortTool
          label={texts.down(port.name)}
          off={at === listed.length - 1}
          onClick={() => move(at + 1)}
          Icon={IconArrowDown}
        />
        <PortTool
          label={side === "outputs" && listed.length === 1 ? texts.lastOutput : texts.remove(port.name)}
          off={side === "outputs" && listed.length === 1}
          onClick={() => (edges.length > 0 ? setAsks(true) : remove())}
          Icon={IconX}
        />
      </span>
      {side === "inputs" && port.kind !== "tables" && (
        <Checkbox
          size="xs"
          className="script-port-optional"
          label={texts.optional}
          aria-label={texts.optionalLabel(port.name)}
          checked={port.optional}
          onChange={({ currentTarget: { checked } }) =>
            saveList(replace({ optional: checked }), () => texts.labels.optional(port.name, checked))
          }
        />
      )}
      {asks && (
        <div className="script-port-asks" role="alert">
          <p>
            {texts.loses(
              port.name,
              edges.map(({ source, target }) => getDistinctNodeName(side === "inputs" ? source : target)),
            )}
          </p>
          <Group gap="xs">
            <Button size="compact-xs" color="red" autoFocus onClick={remove}>
              {texts.removeDo}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => setAsks(false)}>
              {texts.keep}
            </Button>
          </Group>
        </div>
      )}
    </li>
  );
}

/** Renames when it is left or on Enter; Escape takes back what was typed. */
function PortNameField({ label, name, onRename }: { label: string; name: string; onRename: (name: string) => void }) {
  const [text, setText] = useState(name);
  const leave = () => {
    const next = toPortName(text);
    setText(next === "" ? name : next);
    if (next !== "" && next !== name) onRename(next);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={text}
      maxLength={60}
      spellCheck={false}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Enter") leave();
        if (event.key !== "Escape" || text === name) return;
        event.stopPropagation();
        setText(name);
      }}
    />
  );
}

interface ToolProps {
  label: string;
  off: boolean;
  onClick: () => void;
  Icon: typeof IconX;
}

function PortTool({ label, off, onClick, Icon }: ToolProps) {
  return (
    <ActionIcon
      size={22}
      variant="subtle"
      color="gray"
      disabled={off}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon size={14} stroke={1.7} />
    </ActionIcon>
  );
}
