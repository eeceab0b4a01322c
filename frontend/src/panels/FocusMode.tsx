/** One card at work, side by side: what comes in, its parameters, what goes out. The widths are remembered. */

import "../styles/later";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { visiting } from "../api/door";
import type { Module, Port } from "../api/types";
import { PortShape } from "../canvas/PortShape";
import { focusCanvas } from "../canvas/stage";
import { ErrorBoundary } from "../ErrorBoundary";
import { parseReference, reference, referencesAt } from "../graph/ports";
import type { DesignNode } from "../graph/types";
import { editing } from "../messages/editing";
import { useDesign } from "../stores/design";
import { useModule } from "../stores/library";
import { useOutput } from "../stores/run";
import { useUi } from "../stores/ui";
import { ResultsView } from "../views/ResultsView";
import { Inspector } from "./inspector";
import { Foreseen } from "./inspector/DataTab";
import { nameOfNode } from "./problemWords";
import "./focusMode.css";

const say = editing.focus;
const SeenResult = lazy(() => import("../share/SeenResult"));
const KEY = "designery:focus-widths";

function close(): void {
  useUi.setState({ focus: null });
  requestAnimationFrame(focusCanvas);
}

export default function FocusMode() {
  const id = useUi((ui) => ui.focus);
  const node = useDesign(({ document }) => (id === null ? undefined : document?.nodes[id]));
  const module = useModule(node?.module);
  // The card may be deleted in another tab meanwhile.
  useEffect(() => {
    if (!node) close();
  }, [node]);
  if (id === null || !node) return null;
  return <Panes key={id} id={id} node={node} module={module} />;
}

function Panes({ id, node, module }: { id: string; node: DesignNode; module: Module | undefined }) {
  const [widths, setWidths] = useWidths();
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    pane.current?.focus();
    addEventListener("keydown", leaveOnEscape);
    return () => removeEventListener("keydown", leaveOnEscape);
  }, []);
  return (
    <div
      ref={pane}
      tabIndex={-1}
      className="focus-mode"
      role="dialog"
      aria-modal="false"
      aria-label={say.label(nameOfNode(id))}
      style={{ gridTemplateColumns: `${widths.left}fr 6px minmax(320px, ${widths.middle}fr) 6px ${widths.right}fr` }}
    >
      <section className="focus-pane" aria-label={say.in}>
        <h2 className="caption">{say.in}</h2>
        <Incoming node={node} module={module} />
      </section>
      <Divider label={say.resize} widths={widths} between={["left", "middle"]} onChange={setWidths} />
      <section className="focus-pane focus-middle inspector-pane">
        <ErrorBoundary>
          <Inspector nodeId={id} />
        </ErrorBoundary>
      </section>
      <Divider label={say.resize} widths={widths} between={["middle", "right"]} onChange={setWidths} />
      <section className="focus-pane" aria-label={say.out}>
        <h2 className="caption">{say.out}</h2>
        <Ports
          ports={(module?.outputs ?? []).map((port) => ({ port, source: reference(id, port.name) }))}
          nothing={say.notRun}
        />
      </section>
      <ActionIcon className="focus-close" size={30} aria-label={say.close} title={say.close} onClick={close}>
        <IconX size={18} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

/** Escape in an open list, an editor or a dialog over the panes is theirs. */
function leaveOnEscape(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : document.body;
  const inside = target.closest("[aria-expanded=true], .cm-editor, .mantine-Modal-root, .inspector-rename");
  if (event.key === "Escape" && !event.defaultPrevented && inside === null && !useUi.getState().shortcuts) close();
}

function Incoming({ node, module }: { node: DesignNode; module: Module | undefined }) {
  if (!module || module.inputs.length === 0) return <p className="focus-nothing">{say.nothingIn}</p>;
  const ports = module.inputs.flatMap((port): Shown[] => {
    const sources = referencesAt(node, port.name);
    return sources.length > 0 ? sources.map((source) => ({ port, source })) : [{ port, source: null }];
  });
  return <Ports ports={ports} nothing={say.notRun} />;
}

interface Shown {
  port: Port;
  /** The "node.port" whose value it is; null when nothing is connected. */
  source: string | null;
}

function Ports({ ports, nothing }: { ports: Shown[]; nothing: string }) {
  // Rows tell more than a model does.
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      ports.findIndex(({ port }) => port.type === "dataset"),
    ),
  );
  const now = ports[Math.min(chosen, ports.length - 1)];
  if (!now) return null;
  return (
    <>
      {ports.length > 1 && (
        <div className="focus-ports" role="tablist">
          {ports.map(({ port, source }, index) => (
            <button
              key={`${port.name} ${source}`}
              type="button"
              role="tab"
              aria-selected={now === ports[index]}
              onClick={() => setChosen(index)}
            >
              <PortShape type={port.type} size={11} />
              {port.title}
            </button>
          ))}
        </div>
      )}
      {now.source === null ? (
        <p className="focus-nothing">{say.notConnected}</p>
      ) : (
        <Value key={now.source} source={now.source} nothing={nothing} />
      )}
    </>
  );
}

function Value({ source, nothing }: { source: string; nothing: string }) {
  const { node, port } = parseReference(source);
  const output = useOutput(node, port);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  if (!output) {
    return (
      <div className="focus-value">
        <p className="focus-nothing">{nothing}</p>
        <div className="focus-foreseen">
          <Foreseen source={node} output={port} title={nameOfNode(node)} />
        </div>
      </div>
    );
  }
  return (
    <>
      <div className="focus-bar bottom-slot" ref={setSlot} />
      <div className="focus-value">
        {visiting() ? (
          <Suspense fallback={null}>
            <SeenResult output={output} node={node} port={port} />
          </Suspense>
        ) : (
          <ResultsView artifact={output.artifact} port={port} node={node} slot={slot} />
        )}
      </div>
    </>
  );
}

interface Widths {
  left: number;
  middle: number;
  right: number;
}

const USUAL: Widths = { left: 1, middle: 0.8, right: 1.1 };

function useWidths(): [Widths, (widths: Widths) => void] {
  const [widths, setWidths] = useState<Widths>(() => {
    try {
      return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Widths>) };
    } catch {
      return USUAL;
    }
  });
  const keep = (to: Widths) => {
    setWidths(to);
    localStorage.setItem(KEY, JSON.stringify(to));
  };
  return [widths, keep];
}

interface DividerProps {
  label: string;
  widths: Widths;
  between: readonly [keyof Widths, keyof Widths];
  onChange: (widths: Widths) => void;
}

const LEAST = 0.3;

/** Between two panes: dragged, or moved by arrow keys. */
function Divider({ label, widths, between: [before, after], onChange }: DividerProps) {
  const all = widths.left + widths.middle + widths.right;
  const shift = (by: number) => {
    const moved = { ...widths, [before]: widths[before] + by, [after]: widths[after] - by };
    if (moved[before] >= LEAST && moved[after] >= LEAST) onChange(moved);
  };
  return (
    <div
      className="focus-divider"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round((widths[before] / (widths[before] + widths[after])) * 100)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => event.buttons === 1 && shift((event.movementX / innerWidth) * all)}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") shift(-0.05);
        if (event.key === "ArrowRight") shift(0.05);
      }}
    />
  );
}
