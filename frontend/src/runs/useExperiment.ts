/** A question that the server works on: asked, followed until it is answered, and given up. What was asked before is
 * found again, for the server keeps questions and answers. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../api/client";
import type { Experiment } from "../api/types";

const OFTEN = 400;

export interface Question {
  run: string;
  kind: Experiment["kind"];
  /** What else the question says. */
  asked?: Record<string, string>;
}

export function useExperiment({ run, kind, asked = {} }: Question) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState("");
  const key = ["experiments", run];
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => get<Experiment[]>(`/api/runs/${run}/experiments`),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "running") ? OFTEN : false),
  });
  const experiment = data?.find((one) => one.kind === kind && same(one.asked, asked)) ?? null;
  const ask = async () => {
    setRefusal("");
    try {
      await post<Experiment>(`/api/runs/${run}/${kind}`, kind === "causes" ? asked : undefined);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
    await client.invalidateQueries({ queryKey: key });
  };
  const cancel = async () => {
    if (experiment !== null) await post(`/api/experiments/${experiment.id}/cancel`);
    await client.invalidateQueries({ queryKey: key });
  };
  const running = experiment?.state === "running";
  return { experiment, running, refusal: refusal || experiment?.error || "", ask, cancel };
}

const same = (one: Record<string, string>, other: Record<string, string>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);
