/** The form for the ports of a module that was written for the design: add, name, type, reorder, remove. */

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useRef, useState } from "react";
import type { Design } from "../../api/designDocument";
import { createUniqueId } from "../../graph/ids";
import { addPort, type KeyedPort, type KeyedPorts } from "../../graph/scriptPortList";
import type { PortSide } from "../../graph/scriptPorts";
import { notifyFailure } from "../../lib/toasts";
import { scriptPortTexts as texts } from "../../messages/scriptPortTexts";
import { useDesign } from "../../stores/designStore";
import { ScriptPortRow } from "./ScriptPortRow";
import { changeScriptPorts, getPortsQuery, type PortUpdate } from "./scriptPortChanges";
import "./scriptPorts.css";

/** Makes a change, and answers why the source can't have it. */
export type SavePorts = (update: PortUpdate, formatLabel: (lost: number) => string) => Promise<string | null>;

export default function ScriptPorts({ module }: { module: string }) {
  const design = useDesign(({ document }) => document);
  const code = design?.modules?.[module]?.code;
  const ports = useQuery({
    ...getPortsQuery(module, code ?? ""),
    enabled: code !== undefined,
    placeholderData: keepPreviousData,
  }).data;
  const [unclear, setUnclear] = useState<{ code: string; lines: number[] } | null>(null);
  if (!design || code === undefined || !ports) return null;
  const save: SavePorts = async (update, formatLabel) => {
    try {
      const outcome = await changeScriptPorts(module, update, formatLabel);
      if (outcome.flaw === null) setUnclear({ code: outcome.code, lines: outcome.unclearLines });
      return outcome.flaw;
    } catch (error) {
      notifyFailure(error);
      return null;
    }
  };
  const cards = Object.values(design.nodes).filter((node) => node.module === module).length;
  return (
    <section className="script-ports" aria-label={texts.title}>
      {cards > 1 && <p className="field-help">{texts.shared(cards)}</p>}
      <PortList side="inputs" {...{ design, module, ports, save }} />
      <PortList side="outputs" {...{ design, module, ports, save }} />
      {unclear?.code === code && unclear.lines.length > 0 && (
        <p className="script-port-note" role="alert">
          {texts.unclear(unclear.lines)}
        </p>
      )}
    </section>
  );
}

interface ListProps {
  side: PortSide;
  design: Design;
  module: string;
  ports: KeyedPorts;
  save: SavePorts;
}

function PortList({ side, design, module, ports, save }: ListProps) {
  const listed = ports[side];
  const [added, setAdded] = useState<string | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const keepFocus = useFocusThroughMoves(listed);
  const add = async () => {
    const key = createUniqueId();
    setAdded(key);
    await save(
      (latest) => addPort(latest, side, key),
      () => texts.labels.added(side),
    );
  };
  return (
    <div className="script-port-side">
      <h3 className="caption">{texts.sides[side].title}</h3>
      {listed.length === 0 && <p className="field-help script-port-none">{texts.sides[side].none}</p>}
      <ul>
        {listed.map((port, place) => (
          <ScriptPortRow
            key={port.key}
            {...{ side, design, module, port, place, save, keepFocus }}
            count={listed.length}
            isNew={port.key === added}
            onNoNeighbour={() => addButton.current?.focus()}
          />
        ))}
      </ul>
      <Button
        ref={addButton}
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} stroke={1.7} />}
        onClick={() => void add()}
      >
        {texts.sides[side].add}
      </Button>
    </div>
  );
}

/** A line that moves in the page loses the focus: the button that moved it gets it back. */
function useFocusThroughMoves(listed: readonly KeyedPort[]) {
  const button = useRef<HTMLElement | null>(null);
  const order = listed.map(({ key }) => key).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what moves the lines
  useLayoutEffect(() => {
    button.current?.focus();
    button.current = null;
  }, [order]);
  return (pressed: HTMLElement) => {
    button.current = pressed;
  };
}
