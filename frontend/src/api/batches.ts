/** Batches of endpoints: data that are scored in chunks. Each is a run of a pipeline. */

import { queryOptions } from "@tanstack/react-query";
import { getJson, postJson } from "./client";
import { queryClient } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Batch = Schemas["BatchRead"];
export type BatchRun = Schemas["BatchRunRead"];
export type BatchCreate = Schemas["BatchCreate"];
export type BatchInput = BatchCreate["input"];
export type BatchOutput = BatchCreate["output"];
type EndpointBatches = Schemas["EndpointBatchesRead"];

/** How often it is asked how far a run came, and how often otherwise. */
const RUNNING_MILLISECONDS = 1_500;
const QUIET_MILLISECONDS = 15_000;
const DONE = new Set(["succeeded", "failed", "partial", "cancelled"]);

export const isUnderWay = ({ run }: BatchRun): boolean => !DONE.has(run.run.state);

export const batchQueries = {
  of: (endpoint: string) =>
    queryOptions({
      queryKey: ["endpoints", endpoint, "batches"],
      queryFn: () => getJson<EndpointBatches>(`/api/endpoints/${endpoint}/batches`),
      refetchInterval: ({ state }) => (state.data?.runs.some(isUnderWay) ? RUNNING_MILLISECONDS : QUIET_MILLISECONDS),
    }),
};

const refresh = (endpoint: string) => queryClient.invalidateQueries({ queryKey: ["endpoints", endpoint, "batches"] });

export async function startBatch(endpoint: string, batch: BatchCreate): Promise<BatchRun> {
  const started = await postJson<BatchRun>(`/api/endpoints/${endpoint}/batches`, batch);
  await refresh(endpoint);
  return started;
}

export async function cancelBatch(endpoint: string, run: string): Promise<void> {
  await postJson(`/api/runs/${run}/cancel`);
  await refresh(endpoint);
}
