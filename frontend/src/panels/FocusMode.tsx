/** One card at work, side by side: what comes in, its parameters, what goes out. Place and sizes are remembered. */

import { later } from "../later";
import "../styles/later";
import { ActionIcon } from "@mantine/core";
import { IconArrowsMaximize, IconLayoutBottombar, IconX } from "@tabler/icons-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { visiting } from "../api/door";
import type { Module, Port } from "../api/types";
import { PortShape } from "../canvas/PortShape";
import { ensureVisible, focusCanvas } from "../canvas/stage";
import { ErrorBoundary } from "../ErrorBoundary";
import { parseReference, reference, referencesAt } from "../graph/ports";
import type { DesignNode } from "../graph/types";
import { editing } from "../messages/editing";
import { useDesign } from "../stores/design";
import { useModule } from "../stores/library";
import { useOutput } from "../stores/run";
import { dock, isDocked, NARROW, useUi } from "../stores/ui";
import { ResultsView } from "../views/ResultsView";
import { Inspector } from "./inspector";
import { Foreseen } from "./inspector/DataTab";
import { nameOfNode } from "./problemWords";
import "./focusMode.css";

const say = editing.focus;
const SeenResult = later(() => import("../share/SeenResult"));
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
  return <Panes id={id} node={node} module={module} />;
}

function Panes({ id, node, module }: { id: string; node: DesignNode; module: Module | undefined }) {
  const [sizes, setSizes] = useSizes();
  const docked = useUi(isDocked);
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    pane.current?.focus();
    const leave = (event: KeyboardEvent) => leaveOnEscape(event, pane.current);
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, []);
  useEffect(() => {
    if (!docked) return;
    const later = requestAnimationFrame(() => ensureVisible(useUi.getState().focus ?? ""));
    const stop = useUi.subscribe(({ selection }, before) => {
      if (selection !== before.selection) followSelection(selection);
    });
    return () => {
      cancelAnimationFrame(later);
      stop();
    };
  }, [docked]);
  const columns = `${sizes.left}fr 6px minmax(320px, ${sizes.middle}fr) 6px ${sizes.right}fr`;
  return (
    <div
      ref={pane}
      tabIndex={-1}
      className={`focus-mode ${docked ? "focus-docked" : ""}`}
      role="dialog"
      aria-modal="false"
      aria-label={say.label(nameOfNode(id))}
      style={{ gridTemplateColumns: columns, height: docked ? `${sizes.height * 100}vh` : undefined }}
    >
      {docked && <Edge sizes={sizes} onChange={setSizes} />}
      <section key={`in ${id}`} className="focus-pane" aria-label={say.in}>
        <h2 className="caption">{say.in}</h2>
        <Incoming node={node} module={module} />
      </section>
      <Divider sizes={sizes} between={["left", "middle"]} onChange={setSizes} />
      <section key={`at ${id}`} className="focus-pane focus-middle inspector-pane">
        <ErrorBoundary>
          <Inspector nodeId={id} />
        </ErrorBoundary>
      </section>
      <Divider sizes={sizes} between={["middle", "right"]} onChange={setSizes} />
      <section key={`out ${id}`} className="focus-pane" aria-label={say.out}>
        <h2 className="caption">{say.out}</h2>
        <Ports
          ports={(module?.outputs ?? []).map((port) => ({ port, source: reference(id, port.name) }))}
          nothing={say.notRun}
        />
      </section>
      <Tools docked={docked} />
    </div>
  );
}

function Tools({ docked }: { docked: boolean }) {
  const other = docked ? say.undock : say.dock;
  const Icon = docked ? IconArrowsMaximize : IconLayoutBottombar;
  return (
    <div className="focus-tools">
      {!matchMedia(NARROW).matches && (
        <ActionIcon size={30} aria-label={other} title={other} onClick={() => dock(!docked)}>
          <Icon size={18} stroke={1.6} />
        </ActionIcon>
      )}
      <ActionIcon size={30} aria-label={say.close} title={say.close} onClick={close}>
        <IconX size={18} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

/** Below the canvas, the panes show the card that is selected. */
function followSelection(selection: readonly string[]): void {
  const card = selection.length === 1 ? selection[0] : undefined;
  if (card === undefined || card === useUi.getState().focus) return;
  if (useDesign.getState().document?.nodes[card]) useUi.setState({ focus: card });
}

/** Escape in an open list, an editor or a dialog over the panes is theirs; so is that of the canvas above them. */
function leaveOnEscape(event: KeyboardEvent, panes: HTMLElement | null): void {
  const target = event.target instanceof Element ? event.target : document.body;
  if (isDocked(useUi.getState()) && !panes?.contains(target)) return;
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

/** The shares of the panes in the width, and that of all in the height where they are docked. */
interface Sizes {
  left: number;
  middle: number;
  right: number;
  height: number;
}

const USUAL: Sizes = { left: 1, middle: 0.8, right: 1.1, height: 0.45 };

function useSizes(): [Sizes, (sizes: Sizes) => void] {
  const [sizes, setSizes] = useState<Sizes>(() => {
    try {
      return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Sizes>) };
    } catch {
      return USUAL;
    }
  });
  const keep = (to: Sizes) => {
    setSizes(to);
    localStorage.setItem(KEY, JSON.stringify(to));
  };
  return [sizes, keep];
}

interface EdgeProps {
  sizes: Sizes;
  onChange: (sizes: Sizes) => void;
}

interface DividerProps extends EdgeProps {
  between: readonly [keyof Sizes, keyof Sizes];
}

const LEAST = 0.3;

/** Between two panes: dragged, or moved by arrow keys. */
function Divider({ sizes, between: [before, after], onChange }: DividerProps) {
  const all = sizes.left + sizes.middle + sizes.right;
  const shift = (by: number) => {
    const moved = { ...sizes, [before]: sizes[before] + by, [after]: sizes[after] - by };
    if (moved[before] >= LEAST && moved[after] >= LEAST) onChange(moved);
  };
  return (
    <div
      className="focus-divider"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={say.resize}
      aria-valuenow={Math.round((sizes[before] / (sizes[before] + sizes[after])) * 100)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => event.buttons === 1 && shift((event.movementX / innerWidth) * all)}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") shift(-0.05);
        if (event.key === "ArrowRight") shift(0.05);
      }}
    />
  );
}

const LOWEST = 0.2;
const HIGHEST = 0.75;

/** The upper edge of docked panes: dragged, or moved by arrow keys. */
function Edge({ sizes, onChange }: EdgeProps) {
  const shift = (by: number) => onChange({ ...sizes, height: Math.min(HIGHEST, Math.max(LOWEST, sizes.height + by)) });
  return (
    <div
      className="focus-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={say.height}
      aria-valuenow={Math.round(sizes.height * 100)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => event.buttons === 1 && shift(-event.movementY / innerHeight)}
      onKeyDown={(event) => {
        if (event.key === "ArrowUp") shift(0.05);
        if (event.key === "ArrowDown") shift(-0.05);
      }}
    />
  );
}
