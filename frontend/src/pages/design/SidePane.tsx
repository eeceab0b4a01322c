/** The pane on the right: the selected card (or the design), the run, or the design as code. */

import { ActionIcon } from "@mantine/core";
import { IconCode, IconX } from "@tabler/icons-react";
import { Suspense } from "react";
import { getGuestAccess } from "../../api/accessMode";
import { DesignPane } from "../../features/inspector/DesignPane";
import { parseGroupCardId, readGroups } from "../../graph/designGroups";
import { lazyWithRetry } from "../../lib/lazy";
import { appTexts } from "../../messages/appTexts";
import { editorTexts } from "../../messages/editorTexts";
import { useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { isFocusDocked, selectCards, showCode, useUi } from "../../stores/uiStore";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorBoundary } from "../../ui/ErrorBoundary";
import { StatusIcon } from "../../ui/StatusLine";
import "./sidePane.css";

const RunPanel = lazyWithRetry(() =>
  import("../../features/editor/run/RunPanel").then((module) => ({ default: module.RunPanel })),
);
const CodePane = lazyWithRetry(() => import("../../features/code/CodePane"));
const GroupPane = lazyWithRetry(() => import("../../features/inspector/GroupPane"));
const Inspector = lazyWithRetry(() =>
  import("../../features/inspector/inspectorEntry").then((module) => ({ default: module.Inspector })),
);

/** The selected card or group that still exists. */
function useSelectedNode(): string | null {
  const selected = useUi((ui) => ui.selection.at(-1) ?? null);
  const exists = useDesign(({ document }) => {
    if (!document || selected === null) return false;
    const group = parseGroupCardId(selected);
    return group !== null ? readGroups(document).has(group) : document.nodes[selected] !== undefined;
  });
  return exists ? selected : null;
}

export function SidePane() {
  const side = useUi((ui) => ui.side);
  const selected = useSelectedNode();
  const docked = useUi(isFocusDocked);
  const resting = side === "inspector" && selected === null;
  if (docked && side === "inspector") return null;
  return (
    <div className={`side side-${side} ${resting ? "side-resting" : ""}`}>
      <SideTabs selected={selected} />
      <Suspense fallback={<EmptyState title={appTexts.loading} />}>
        {side === "run" ? (
          <RunPanel />
        ) : side === "code" ? (
          <CodePane />
        ) : selected === null ? (
          <DesignPane />
        ) : (
          <SidePaneCard key={selected} node={selected} />
        )}
      </Suspense>
    </div>
  );
}

function SidePaneCard({ node }: { node: string }) {
  const group = parseGroupCardId(node);
  if (group !== null) return <GroupPane id={group} />;
  return (
    <aside className="inspector-pane" aria-label={appTexts.side.module}>
      <ErrorBoundary>
        <Inspector nodeId={node} />
      </ErrorBoundary>
    </aside>
  );
}

function SideTabs({ selected }: { selected: string | null }) {
  const side = useUi((ui) => ui.side);
  const number = useRun((store) => store.run?.number ?? null);
  const state = useRun((store) => store.run?.state ?? "none");
  return (
    <nav className="side-tabs" aria-label={appTexts.side.label}>
      <SideTab chosen={side === "inspector"} onChoose={() => useUi.setState({ side: "inspector" })}>
        {selected === null
          ? appTexts.side.design
          : parseGroupCardId(selected) === null
            ? appTexts.side.module
            : editorTexts.group.label}
      </SideTab>
      {!getGuestAccess() && (
        <SideTab chosen={side === "run"} onChoose={() => useUi.setState({ side: "run" })}>
          <StatusIcon kind={state} size={15} />
          {number === null ? appTexts.side.run : appTexts.run.title(number)}
        </SideTab>
      )}
      {!getGuestAccess() && (
        <SideTab chosen={side === "code"} onChoose={showCode}>
          <IconCode size={15} stroke={1.6} aria-hidden="true" />
          {appTexts.side.code}
        </SideTab>
      )}
      <ActionIcon size={26} className="side-close" aria-label={appTexts.side.close} onClick={closeSidePane}>
        <IconX size={16} stroke={1.6} />
      </ActionIcon>
    </nav>
  );
}

/** Where the pane lies over the canvas it can be put away. */
function closeSidePane(): void {
  selectCards([]);
  useUi.setState({ side: "inspector" });
}

interface SideTabProps {
  chosen: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}

function SideTab({ chosen, onChoose, children }: SideTabProps) {
  return (
    <button type="button" className="side-tab" aria-pressed={chosen} onClick={onChoose}>
      {children}
    </button>
  );
}
