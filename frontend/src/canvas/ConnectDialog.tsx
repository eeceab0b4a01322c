/** The ports that fit one port, as a list to search: Enter connects, or disconnects what is connected. */

import { Modal, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { Port } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import { type EdgeCandidate, listEdgeCandidates } from "../graph/edgeCandidates";
import { searchItems } from "../graph/fuzzySearch";
import { addEdge, removeEdges } from "../graph/ports";
import { editorTexts } from "../messages/editorTexts";
import { outlineTexts } from "../messages/outlineTexts";
import { useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { getDistinctNodeName, getNodeName } from "../stores/nodeNames";
import { type DraggedPort, useUi } from "../stores/uiStore";
import { PortShape } from "../ui/PortShape";
import { useConnectDialog } from "./openConnectDialog";
import { computeAnchorBelow } from "./quickAddAnchor";
import { closeToCanvas } from "./viewport";
import "./connectDialog.css";

const texts = outlineTexts.connecting;

export default function ConnectDialog({ onClose }: { onClose: () => void }) {
  const from = useConnectDialog((store) => store.from);
  const design = useDesign(({ document }) => document);
  const close = () => closeToCanvas(onClose);
  if (!from || !design?.nodes[from.node]) return null;
  return (
    <Modal opened onClose={close} title={getConnectTitle(from)} size={480} returnFocus={false}>
      <ConnectionChoices design={design} from={from} onDone={close} />
    </Modal>
  );
}

function getConnectTitle(from: DraggedPort): string {
  const { nodes } = useDesign.getState().document!;
  const module = useCatalog.getState().modules.get(nodes[from.node]!.module);
  const ports: Port[] = (from.side === "input" ? module?.inputs : module?.outputs) ?? [];
  const title = ports.find(({ name }) => name === from.port)?.title ?? from.port;
  return texts[from.side](title, getNodeName(from.node));
}

function ConnectionChoices({ design, from, onDone }: { design: Design; from: DraggedPort; onDone: () => void }) {
  const { modules, catalog } = useCatalog();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const all = listEdgeCandidates(design, modules, catalog.accepts, from);
  const found = searchItems(all, query, listCandidateTexts).map(({ item }) => item);
  const last = found.length;
  const choose = (index: number) => {
    const chosen = found[index];
    if (chosen) toggleConnection(design, chosen);
    else useUi.setState({ quickAdd: { ...computeAnchorBelow(from.node), from } });
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
        aria-label={texts.search}
        placeholder={texts.search}
        value={query}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      {all.length === 0 && <p className="connect-nothing">{texts.nothing}</p>}
      <div className="connect-list" role="listbox" id="connect-list" aria-label={texts.list}>
        {found.map((candidate, index) => (
          <ConnectionChoice
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
          {texts.add}
        </button>
      </div>
    </>
  );
}

const listCandidateTexts = ({ node, port }: EdgeCandidate): string[] => [getNodeName(node), port.title];

interface ConnectionChoiceProps {
  candidate: EdgeCandidate;
  id: string;
  active: boolean;
  onChoose: () => void;
}

function ConnectionChoice({
  candidate: { node, port, connected, isReplacing },
  id,
  active,
  onChoose,
}: ConnectionChoiceProps) {
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
      <b>{getDistinctNodeName(node)}</b> {port.title}
      {(connected || isReplacing) && <small>{connected ? texts.connected : texts.taken}</small>}
    </button>
  );
}

function toggleConnection(design: Design, { edge, connected }: EdgeCandidate): void {
  const [from, to] = [getNodeName(edge.source), getNodeName(edge.target)];
  if (connected) changeDesign(editorTexts.historyLabels.disconnected(to, from), removeEdges(design, [edge]));
  else
    changeDesign(editorTexts.historyLabels.connected(from, to), addEdge(design, useCatalog.getState().modules, edge));
}
