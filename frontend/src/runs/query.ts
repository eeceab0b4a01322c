/** What is asked of the list of runs, and what is done to a run. */

import { get, patch, post, remove } from "../api/client";
import { queryClient } from "../api/queries";
import type { Cleaning, RunState, StartedRun, Usage } from "../api/types";

export interface Wanted {
  design: string | null;
  state: RunState | null;
  tag: string | null;
  text: string;
  /** A day, "2026-01-31"; empty for any. */
  since: string;
}

export const ANY: Wanted = { design: null, state: null, tag: null, text: "", since: "" };
const PAGE = "100";

export function asQuery(wanted: Wanted): URLSearchParams {
  const query = new URLSearchParams({ limit: PAGE });
  for (const name of ["design", "state", "tag", "text"] as const) {
    if (wanted[name]) query.set(name, wanted[name]);
  }
  if (wanted.since) query.set("since", new Date(`${wanted.since}T00:00`).toISOString());
  return query;
}

const again = () => queryClient.invalidateQueries({ queryKey: ["runs"] });

export async function describe(run: string, tags: string[], note: string): Promise<void> {
  await patch(`/api/runs/${run}`, { tags, note });
  await Promise.all([again(), queryClient.invalidateQueries({ queryKey: ["run-tags"] })]);
}

export async function rerun(run: string): Promise<void> {
  await post<StartedRun>(`/api/runs/${run}/rerun`);
  await again();
}

export async function deleteRun(run: string): Promise<void> {
  await remove(`/api/runs/${run}`);
  await again();
}

export const usage = () => get<Usage>("/api/storage");

export async function clean(days: number, keep: number, dry: boolean): Promise<Cleaning> {
  const told = await post<Cleaning>("/api/storage/clean", { days, keep, dry });
  if (!dry) await again();
  return told;
}
