/** What is asked of the list of runs, and what is done to a run. */

import type { Cleanup, RunState, StartedRun, StorageUsage } from "../../api/apiTypes";
import { deleteResource, getJson, patchJson, postJson } from "../../api/client";
import { queryClient } from "../../api/queries";

export interface RunFilter {
  design: string | null;
  state: RunState | null;
  tag: string | null;
  text: string;
  /** A day, "2026-01-31"; empty for any. */
  since: string;
}

export const NO_FILTER: RunFilter = { design: null, state: null, tag: null, text: "", since: "" };
const PAGE = "100";

export function toQueryString(filter: RunFilter): URLSearchParams {
  const query = new URLSearchParams({ limit: PAGE });
  for (const name of ["design", "state", "tag", "text"] as const) {
    if (filter[name]) query.set(name, filter[name]);
  }
  if (filter.since) query.set("since", new Date(`${filter.since}T00:00`).toISOString());
  return query;
}

const refetchRuns = () => queryClient.invalidateQueries({ queryKey: ["runs"] });

export async function updateRun(run: string, tags: string[], note: string): Promise<void> {
  await patchJson(`/api/runs/${run}`, { tags, note });
  await Promise.all([refetchRuns(), queryClient.invalidateQueries({ queryKey: ["run-tags"] })]);
}

export async function rerun(run: string): Promise<void> {
  await postJson<StartedRun>(`/api/runs/${run}/rerun`);
  await refetchRuns();
}

export async function deleteRun(run: string): Promise<void> {
  await deleteResource(`/api/runs/${run}`);
  await refetchRuns();
}

export const fetchStorageUsage = () => getJson<StorageUsage>("/api/storage");

export async function cleanRuns(days: number, keep: number, dry: boolean): Promise<Cleanup> {
  const result = await postJson<Cleanup>("/api/storage/clean", { days, keep, dry });
  if (!dry) await refetchRuns();
  return result;
}
