/** Compute targets: read, added, tested and removed; what a cluster has now is asked for again and again. */

import { useQuery } from "@tanstack/react-query";
import { deleteResource, getJson, postJson, putJson } from "../api/client";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";
import { targetTexts } from "../messages/targetTexts";

type Schemas = components["schemas"];
export type Targets = Schemas["TargetsRead"];
export type Target = Schemas["TargetRead"];
export type TargetState = Schemas["TargetStateRead"];
export type TargetTest = Schemas["TargetTestRead"];
export type TargetStep = Schemas["TargetStepRead"];
export type NewTarget = Schemas["TargetCreate"];

/** The name of the machine that the server runs on. */
export const THIS_MACHINE = "local";
/** What a target is called on the screen. */
export const nameTarget = (name: string): string => (name === THIS_MACHINE ? targetTexts.thisMachine : name);

const STATE_POLL_MS = 3_000;

export const useTargets = (live = false) =>
  useQuery({
    queryKey: ["targets"],
    queryFn: () => getJson<Targets>("/api/targets"),
    refetchInterval: live ? STATE_POLL_MS : false,
  });

export const useTargetState = (id: string) =>
  useQuery({
    queryKey: ["targets", id, "state"],
    queryFn: () => getJson<TargetState>(`/api/targets/${id}/state`),
    refetchInterval: STATE_POLL_MS,
  });

const refreshTargets = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["targets"] });

export async function addTarget(made: NewTarget): Promise<Target> {
  const added = await postJson<Target>("/api/targets", made);
  await refreshTargets();
  return added;
}

export async function testTarget(id: string): Promise<void> {
  await postJson<TargetTest>(`/api/targets/${id}/test`, {});
  await refreshTargets();
}

export async function removeTarget(id: string): Promise<void> {
  await deleteResource(`/api/targets/${id}`);
  await refreshTargets();
}

/** Where the designs of this workspace run that name no target. */
export async function setDefaultTarget(name: string): Promise<void> {
  await putJson<void>("/api/targets/default", { compute_target: name === THIS_MACHINE ? null : name });
  await refreshTargets();
}
