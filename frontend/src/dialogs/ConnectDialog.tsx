/** The ports that fit one port, as a list to search: Enter connects, or disconnects what is connected. */

import { Modal, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { Port } from "../api/types";
import { besides } from "../canvas/anchors";
import { PortShape } from "../canvas/PortShape";
import { focusCanvas } from "../canvas/stage";
import { type Candidate, candidates } from "../graph/candidates";
import { connect, disconnect } from "../graph/ports";
import { search } from "../graph/search";
import type { Design } from "../graph/types";
import { editing } from "../messages/editing";
import { outlining } from "../messages/outline";
import { distinctName, nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { type Dragged, useUi } from "../stores/ui";
import { useConnecting } from "./connecting";
import "./connectDialog.css";

const say = outlining.connecting;

export default function ConnectDialog({ onClose }: { onClose: () => void }) {
  const from = useConnecting((store) => store.from);
  const design = useDesign(({ document }) => document);
  const close = () => {
    onClose();
    requestAnimationFrame(focusCanvas);
  };
  if (!from || !design?.nodes[from.node]) return null;
  return (
    <Modal opened onClose={close} title={titleOf(from)} size={480} returnFocus={false}>
      <Choices design={design} from={from} onDone={close} />
    </Modal>
  );
}

function titleOf(from: Dragged): string {
  const { nodes } = useDesign.getState().document!;
  const module = useLibrary.getState().modules.get(nodes[from.node]!.module);
  const ports: Port[] = (from.side === "input" ? module?.inputs : module?.outputs) ?? [];
  const title = ports.find(({ name }) => name === from.port)?.title ?? from.port;
  return say[from.side](title, nameOfNode(from.node));
}

function Choices({ design, from, onDone }: { design: Design; from: Dragged; onDone: () => void }) {
  const { modules, catalog } = useLibrary();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const all = candidates(design, modules, catalog.accepts, from);
  const found = search(all, query, textsOf).map(({ item }) => item);
  const last = found.length;
  const choose = (index: number) => {
    const chosen = found[index];
    if (chosen) toggle(design, chosen);
    else useUi.setState({ quickAdd: { ...besides(from.node), from } });
    onDone();
  };
  const press = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(active);
    else if (step) setActive((before) => Math.min(last, Math.max(0, before + step)));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls="connect-list"
        aria-activedescendant={`connect-${active}`}
        aria-label={say.search}
        placeholder={say.search}
        value={query}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      {all.length === 0 && <p className="connect-nothing">{say.nothing}</p>}
      <div className="connect-list" role="listbox" id="connect-list" aria-label={say.list}>
        {found.map((candidate, index) => (
          <Choice
            key={`${candidate.node} ${candidate.port.name}`}
            candidate={candidate}
            id={`connect-${index}`}
            active={index === active}
            onChoose={() => choose(index)}
          />
        ))}
        <button
          type="button"
          role="option"
          id={`connect-${last}`}
          tabIndex={-1}
          aria-selected={active === last}
          className="connect-choice"
          onClick={() => choose(last)}
        >
          <IconPlus size={15} stroke={1.6} aria-hidden="true" />
          {say.add}
        </button>
      </div>
    </>
  );
}

const textsOf = ({ node, port }: Candidate): string[] => [nameOfNode(node), port.title];

interface ChoiceProps {
  candidate: Candidate;
  id: string;
  active: boolean;
  onChoose: () => void;
}

function Choice({ candidate: { node, port, connected, takes }, id, active, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={active}
      className="connect-choice"
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: "nearest" });
      }}
      onClick={onChoose}
    >
      <PortShape type={port.type} size={13} />
      <b>{distinctName(node)}</b> {port.title}
      {(connected || takes) && <small>{connected ? say.connected : say.taken}</small>}
    </button>
  );
}

function toggle(design: Design, { connection, connected }: Candidate): void {
  const [from, to] = [nameOfNode(connection.source), nameOfNode(connection.target)];
  if (connected) change(editing.done.disconnected(to, from), disconnect(design, [connection]));
  else change(editing.done.connected(from, to), connect(design, useLibrary.getState().modules, connection));
}
