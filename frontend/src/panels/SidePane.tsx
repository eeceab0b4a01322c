/** The pane on the right: the selected card (or the design), and the run; two tabs, of which one shows. */

import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Suspense } from "react";
import { visiting } from "../api/door";
import { StatusIcon } from "../canvas/StatusLine";
import { ErrorBoundary } from "../ErrorBoundary";
import { groupIn, groupsOf } from "../graph/groups";
import { later } from "../later";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";
import { isDocked, select, useUi } from "../stores/ui";
import { DesignPane } from "./DesignPane";
import { Message } from "./Message";

const RunPanel = later(() => import("./RunPanel").then((module) => ({ default: module.RunPanel })));
const GroupPane = later(() => import("./GroupPane"));
const Inspector = later(() => import("./inspector").then((module) => ({ default: module.Inspector })));

/** The selected card or group that still exists. */
function useSelected(): string | null {
  const selected = useUi((ui) => ui.selection.at(-1) ?? null);
  const exists = useDesign(({ document }) => {
    if (!document || selected === null) return false;
    const group = groupIn(selected);
    return group !== null ? groupsOf(document).has(group) : document.nodes[selected] !== undefined;
  });
  return exists ? selected : null;
}

export function SidePane() {
  const side = useUi((ui) => ui.side);
  const selected = useSelected();
  const docked = useUi(isDocked);
  const resting = side === "inspector" && selected === null;
  if (docked && side === "inspector") return null;
  return (
    <div className={`side side-${side} ${resting ? "side-resting" : ""}`}>
      <SideTabs selected={selected} />
      <Suspense fallback={<Message title={text.loading} />}>
        {side === "run" ? <RunPanel /> : selected === null ? <DesignPane /> : <Card key={selected} node={selected} />}
      </Suspense>
    </div>
  );
}

function Card({ node }: { node: string }) {
  const group = groupIn(node);
  if (group !== null) return <GroupPane id={group} />;
  return (
    <aside className="inspector-pane" aria-label={text.side.module}>
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
    <nav className="side-tabs" aria-label={text.side.label}>
      <SideTab chosen={side === "inspector"} onChoose={() => useUi.setState({ side: "inspector" })}>
        {selected === null ? text.side.design : groupIn(selected) === null ? text.side.module : editing.group.label}
      </SideTab>
      {!visiting() && (
        <SideTab chosen={side === "run"} onChoose={() => useUi.setState({ side: "run" })}>
          <StatusIcon kind={state} size={15} />
          {number === null ? text.side.run : text.run.title(number)}
        </SideTab>
      )}
      <ActionIcon size={26} className="side-close" aria-label={text.side.close} onClick={close}>
        <IconX size={16} stroke={1.6} />
      </ActionIcon>
    </nav>
  );
}

/** Where the pane lies over the canvas it can be put away. */
function close(): void {
  select([]);
  useUi.setState({ side: "inspector" });
}

interface TabProps {
  chosen: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}

function SideTab({ chosen, onChoose, children }: TabProps) {
  return (
    <button type="button" className="side-tab" aria-pressed={chosen} onClick={onChoose}>
      {children}
    </button>
  );
}
