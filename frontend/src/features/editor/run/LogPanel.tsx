/** What the steps print, of the selected card or of all; live while they run. */

import { Suspense, useEffect, useRef } from "react";
import { lazyWithRetry } from "../../../lib/lazy";
import { appTexts } from "../../../messages/appTexts";
import { formatClockSeconds } from "../../../messages/formatting";
import { useModule } from "../../../stores/catalogStore";
import { getNodeName } from "../../../stores/nodeNames";
import { useRun } from "../../../stores/runStore";
import { useUi } from "../../../stores/uiStore";
import { EmptyState } from "../../../ui/EmptyState";
import { PlotImages } from "../../results/PlotImages";
import { useStepLog } from "../../results/useStepLog";
import "./logPanel.css";

const JobView = lazyWithRetry(() => import("../../results/job/JobView"));

export function LogPanel() {
  const selected = useUi((ui) => ui.selection[0]);
  const steps = useRun((store) => store.steps);
  const running = Object.values(steps).find((step) => step.state === "running")?.node;
  const failed = Object.values(steps).find((step) => step.state === "failed")?.node;
  const node = (selected && steps[selected] ? selected : undefined) ?? running ?? failed ?? Object.keys(steps).at(-1);
  const isCommand = useModule(node ? steps[node]?.module : undefined)?.role === "command";
  if (!node) return <EmptyState title={appTexts.bottom.noLog} />;
  if (isCommand) {
    return (
      <Suspense fallback={<EmptyState title={appTexts.loading} />}>
        <JobView key={node} node={node} />
      </Suspense>
    );
  }
  return (
    <div className="log-panel">
      <h3 className="caption">{getNodeName(node)}</h3>
      <PlotImages node={node} />
      <NodeLog key={node} node={node} />
    </div>
  );
}

/** The lines of one step, the last ones in sight. */
export function NodeLog({ node, last }: { node: string; last?: number }) {
  const traceback = useRun((store) => store.steps[node]?.error?.traceback);
  const lines = useStepLog(node);
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scroll when lines come
  useEffect(() => {
    // The last few lines stand below other things in the run panel, which would be scrolled out of sight.
    if (last === undefined) end.current?.scrollIntoView({ block: "nearest" });
  }, [lines.length]);
  if (lines.length === 0 && !traceback) return <p className="log-nothing">{appTexts.bottom.noLog}</p>;
  return (
    <div className="log" role="log">
      {lines.slice(last ? -last : 0).map((line, index) => (
        <div key={index} className={`log-line log-${line.stream}`}>
          <time>{formatClockSeconds(new Date(line.at))}</time>
          {line.text}
        </div>
      ))}
      {traceback && !last && <pre className="log-traceback">{traceback}</pre>}
      <div ref={end} />
    </div>
  );
}
