/** The log of one step: what the server has of it, and behind that the lines that came live. */

import { useQuery } from "@tanstack/react-query";
import type { LogLine } from "../../api/apiTypes";
import { queries } from "../../api/queries";
import { useRun } from "../../stores/runStore";

const NONE: LogLine[] = [];

export function useStepLog(node: string): LogLine[] {
  const run = useRun((store) => store.run?.id);
  const state = useRun((store) => store.steps[node]?.state);
  const live = useRun((store) => store.logs[node] ?? NONE);
  const known = run !== undefined && state !== undefined && state !== "queued";
  // Asked again when the step is over: then the server has every line.
  const { data } = useQuery({ ...queries.log(run ?? "", node, state === "running"), enabled: known });
  if (!data) return live;
  const last = data.at(-1)?.at ?? "";
  return [...data, ...live.filter((line) => line.at > last)];
}
