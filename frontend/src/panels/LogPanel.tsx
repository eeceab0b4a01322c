/** What the steps print, of the selected card or of all; live while they run. */

import { useEffect, useRef } from "react";
import { text } from "../messages/en";
import { clockSeconds } from "../messages/words";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { Plots } from "../views/Plots";
import { useStepLog } from "../views/useStepLog";
import { Message } from "./Message";
import { nameOfNode } from "./problemWords";

export function LogPanel() {
  const selected = useUi((ui) => ui.selection[0]);
  const steps = useRun((store) => store.steps);
  const running = Object.values(steps).find((step) => step.state === "running")?.node;
  const failed = Object.values(steps).find((step) => step.state === "failed")?.node;
  const node = (selected && steps[selected] ? selected : undefined) ?? running ?? failed ?? Object.keys(steps).at(-1);
  if (!node) return <Message title={text.bottom.noLog} />;
  return (
    <div className="log-panel">
      <h3 className="caption">{nameOfNode(node)}</h3>
      <Plots node={node} />
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
    end.current?.scrollIntoView({ block: "nearest" });
  }, [lines.length]);
  if (lines.length === 0 && !traceback) return <p className="log-nothing">{text.bottom.noLog}</p>;
  return (
    <div className="log" role="log">
      {lines.slice(last ? -last : 0).map((line, index) => (
        <div key={index} className={`log-line log-${line.stream}`}>
          <time>{clockSeconds(new Date(line.at))}</time>
          {line.text}
        </div>
      ))}
      {traceback && !last && <pre className="log-traceback">{traceback}</pre>}
      <div ref={end} />
    </div>
  );
}
