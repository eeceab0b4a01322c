/** What a command measures and writes; while it runs, it is asked for every second. */

import { useQuery } from "@tanstack/react-query";
import { getJson } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type MetricSeries = Schemas["MetricSeriesRead"];
export type StepFiles = Schemas["StepFilesRead"];

const LIVE_POLL_MS = 1_000;

export const getStepPath = (run: string, node: string): string => `/api/runs/${run}/steps/${encodeURIComponent(node)}`;

export const useStepMetrics = (run: string, node: string, running: boolean) =>
  useQuery({
    queryKey: ["metrics", run, node, running],
    queryFn: () => getJson<MetricSeries[]>(`${getStepPath(run, node)}/metrics`),
    refetchInterval: running ? LIVE_POLL_MS : false,
  });

export const useStepFiles = (run: string, node: string, over: boolean) =>
  useQuery({
    queryKey: ["files", run, node, over],
    queryFn: () => getJson<StepFiles>(`${getStepPath(run, node)}/files`),
    enabled: over,
  });
