/** One card at work, side by side: what comes in, its parameters, what goes out. Place and sizes are remembered. */

import { lazyWithRetry } from "../../lib/lazy";
import "../../styles/lazyMantine";
import { ActionIcon } from "@mantine/core";
import { IconArrowsMaximize, IconLayoutBottombar, IconX } from "@tabler/icons-react";
import { Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { getGuestAccess } from "../../api/accessMode";
import type { Module, Port } from "../../api/apiTypes";
import type { DesignNode } from "../../api/designDocument";
import { closeToCanvas, ensureVisible } from "../../canvas/viewport";
import { PredictedSchema } from "../../features/inspector/DataTab";
import { Inspector } from "../../features/inspector/inspectorEntry";
import { ResultsView } from "../../features/results/ResultsView";
import { getReferences, parseReference, toReference } from "../../graph/ports";
import { editorTexts } from "../../messages/editorTexts";
import { useModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { useOutput } from "../../stores/runStore";
import { isFocusDocked, NARROW_WINDOW, setFocusDocked, useUi } from "../../stores/uiStore";
import { ErrorBoundary } from "../../ui/ErrorBoundary";
import { PortShape } from "../../ui/PortShape";
import "./focusMode.css";

const texts = editorTexts.focus;
const SeenResult = lazyWithRetry(() => import("../../features/sharing/GuestResult"));
const KEY = "designery:focus-widths";

function closeFocusMode(): void {
  closeToCanvas(() => useUi.setState({ focusedCard: null }));
}

export default function FocusMode() {
  const id = useUi((ui) => ui.focusedCard);
  const node = useDesign(({ document }) => (id === null ? undefined : document?.nodes[id]));
  const module = useModule(node?.module);
  // The card may be deleted in another tab meanwhile.
  useEffect(() => {
    if (id !== null && !node) queueMicrotask(closeFocusMode);
  }, [id, node]);
  if (id === null || !node) return null;
  return <FocusPanes id={id} node={node} module={module} />;
}

function FocusPanes({ id, node, module }: { id: string; node: DesignNode; module: Module | undefined }) {
  const [sizes, setSizes] = usePaneSizes();
  const docked = useUi(isFocusDocked);
  const pane = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => pane.current?.focus(), []);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => leaveOnEscape(event, pane.current);
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, []);
  useEffect(() => {
    if (!docked) return;
    const later = requestAnimationFrame(() => ensureVisible(useUi.getState().focusedCard ?? ""));
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
      aria-label={texts.label(getNodeName(id))}
      style={{ gridTemplateColumns: columns, height: docked ? `${sizes.height * 100}vh` : undefined }}
    >
      {docked && <PaneBottomEdge sizes={sizes} onChange={setSizes} />}
      <section key={`in ${id}`} className="focus-pane" aria-label={texts.in}>
        <h2 className="caption">{texts.in}</h2>
        <IncomingPorts node={node} module={module} />
      </section>
      <PaneDivider sizes={sizes} between={["left", "middle"]} onChange={setSizes} />
      <section key={`at ${id}`} className="focus-pane focus-middle inspector-pane">
        <ErrorBoundary>
          <Inspector nodeId={id} />
        </ErrorBoundary>
      </section>
      <PaneDivider sizes={sizes} between={["middle", "right"]} onChange={setSizes} />
      <section key={`out ${id}`} className="focus-pane" aria-label={texts.out}>
        <h2 className="caption">{texts.out}</h2>
        <FocusPorts
          ports={(module?.outputs ?? []).map((port) => ({ port, source: toReference(id, port.name) }))}
          nothing={texts.notRun}
        />
      </section>
      <FocusTools docked={docked} />
    </div>
  );
}

function FocusTools({ docked }: { docked: boolean }) {
  const other = docked ? texts.undock : texts.dock;
  const Icon = docked ? IconArrowsMaximize : IconLayoutBottombar;
  return (
    <div className="focus-tools">
      {!matchMedia(NARROW_WINDOW).matches && (
        <ActionIcon size={30} aria-label={other} title={other} onClick={() => setFocusDocked(!docked)}>
          <Icon size={18} stroke={1.6} />
        </ActionIcon>
      )}
      <ActionIcon size={30} aria-label={texts.close} title={texts.close} onClick={closeFocusMode}>
        <IconX size={18} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

/** Below the canvas, the panes show the card that is selected. */
function followSelection(selection: readonly string[]): void {
  const card = selection.length === 1 ? selection[0] : undefined;
  if (card === undefined || card === useUi.getState().focusedCard) return;
  if (useDesign.getState().document?.nodes[card]) useUi.setState({ focusedCard: card });
}

/** Escape in an open list, an editor or a dialog over the panes is theirs; so is that of the canvas above them. */
function leaveOnEscape(event: KeyboardEvent, panes: HTMLElement | null): void {
  const target = event.target instanceof Element ? event.target : document.body;
  if (isFocusDocked(useUi.getState()) && !panes?.contains(target)) return;
  const inside = target.closest("[aria-expanded=true], .cm-editor, .mantine-Modal-root, .inspector-rename");
  if (event.key === "Escape" && !event.defaultPrevented && inside === null && !useUi.getState().shortcutsOpen)
    closeFocusMode();
}

function IncomingPorts({ node, module }: { node: DesignNode; module: Module | undefined }) {
  if (!module || module.inputs.length === 0) return <p className="focus-nothing">{texts.nothingIn}</p>;
  const ports = module.inputs.flatMap((port): ShownPort[] => {
    const sources = getReferences(node, port.name);
    return sources.length > 0 ? sources.map((source) => ({ port, source })) : [{ port, source: null }];
  });
  return <FocusPorts ports={ports} nothing={texts.notRun} />;
}

interface ShownPort {
  port: Port;
  /** The "node.port" whose value it is; null when nothing is connected. */
  source: string | null;
}

function FocusPorts({ ports, nothing }: { ports: ShownPort[]; nothing: string }) {
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
        <p className="focus-nothing">{texts.notConnected}</p>
      ) : (
        <PortValue key={now.source} source={now.source} nothing={nothing} />
      )}
    </>
  );
}

function PortValue({ source, nothing }: { source: string; nothing: string }) {
  const { node, port } = parseReference(source);
  const output = useOutput(node, port);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  if (!output) {
    return (
      <div className="focus-value">
        <p className="focus-nothing">{nothing}</p>
        <div className="focus-foreseen">
          <PredictedSchema source={node} output={port} title={getNodeName(node)} />
        </div>
      </div>
    );
  }
  return (
    <>
      <div className="focus-bar" ref={setSlot} />
      <div className="focus-value">
        {getGuestAccess() ? (
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
interface PaneSizes {
  left: number;
  middle: number;
  right: number;
  height: number;
}

const DEFAULT_SIZES: PaneSizes = { left: 1, middle: 0.8, right: 1.1, height: 0.45 };

function usePaneSizes(): [PaneSizes, (sizes: PaneSizes) => void] {
  const [sizes, setSizes] = useState<PaneSizes>(() => {
    try {
      return { ...DEFAULT_SIZES, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<PaneSizes>) };
    } catch {
      return DEFAULT_SIZES;
    }
  });
  const keep = (to: PaneSizes) => {
    setSizes(to);
    localStorage.setItem(KEY, JSON.stringify(to));
  };
  return [sizes, keep];
}

interface PaneEdgeProps {
  sizes: PaneSizes;
  onChange: (sizes: PaneSizes) => void;
}

interface PaneDividerProps extends PaneEdgeProps {
  between: readonly [keyof PaneSizes, keyof PaneSizes];
}

const LEAST = 0.3;

/** Between two panes: dragged, or moved by arrow keys. */
function PaneDivider({ sizes, between: [before, after], onChange }: PaneDividerProps) {
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
      aria-label={texts.resize}
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
function PaneBottomEdge({ sizes, onChange }: PaneEdgeProps) {
  const shift = (by: number) => onChange({ ...sizes, height: Math.min(HIGHEST, Math.max(LOWEST, sizes.height + by)) });
  return (
    <div
      className="focus-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={texts.height}
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
