/** A question that the server works on: asked, followed until it is answered, and given up. What was asked before is
 * found again, for the server keeps questions and answers. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RunAnalysis } from "./apiTypes";
import { getJson, postJson } from "./client";

const OFTEN = 400;
/** Where a question of each kind is asked, below a run. */
const START_PATHS: Record<RunAnalysis["kind"], string> = { causes: "attributions", reproduction: "replays" };

export interface AnalysisQuestion {
  run: string;
  kind: RunAnalysis["kind"];
  /** What else the question says. */
  asked?: Record<string, string>;
}

export function useAnalysis({ run, kind, asked = {} }: AnalysisQuestion) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState("");
  const key = ["experiments", run];
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => getJson<RunAnalysis[]>(`/api/runs/${run}/analyses`),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "running") ? OFTEN : false),
  });
  const experiment = data?.find((one) => one.kind === kind && isSameRequest(one.asked, asked)) ?? null;
  const ask = async () => {
    setRefusal("");
    try {
      await postJson<RunAnalysis>(`/api/runs/${run}/${START_PATHS[kind]}`, kind === "causes" ? asked : undefined);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
    await client.invalidateQueries({ queryKey: key });
  };
  const cancel = async () => {
    if (experiment !== null) await postJson(`/api/run-analyses/${experiment.id}/cancel`);
    await client.invalidateQueries({ queryKey: key });
  };
  const running = experiment?.state === "running";
  return { experiment, running, refusal: refusal || experiment?.error || "", ask, cancel };
}

const isSameRequest = (one: Record<string, string>, other: Record<string, string>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);
