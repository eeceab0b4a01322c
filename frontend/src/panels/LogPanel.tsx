/** What the steps print, of the selected card or of all; live while they run. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { queries } from "../api/queries";
import type { LogLine } from "../api/types";
import { text } from "../messages/en";
import { clockSeconds } from "../messages/words";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { Message } from "./Message";
import { nameOfNode } from "./problemWords";

const NONE: LogLine[] = [];

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
      <NodeLog key={node} node={node} />
    </div>
  );
}

/** The log of one step. Lines that come live are behind those that the server already had. */
export function NodeLog({ node, last }: { node: string; last?: number }) {
  const run = useRun((store) => store.run?.id);
  const state = useRun((store) => store.steps[node]?.state);
  const live = useRun((store) => store.logs[node] ?? NONE);
  const over = state !== "running" && state !== "queued";
  const { data } = useQuery({ ...queries.log(run ?? "", node), enabled: run !== undefined && over });
  const traceback = useRun((store) => store.steps[node]?.error?.traceback);
  const lines = data?.length ? data : live;
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
