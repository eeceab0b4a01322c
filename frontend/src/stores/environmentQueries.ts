/** Environments: read, built and deleted. While one is being built it is asked for again and again. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { deleteResource, getJson, postJson } from "../api/client";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";
import { analyzeDesign } from "./designStore";

type Schemas = components["schemas"];
export type Environment = Schemas["EnvironmentRead"];
export type EnvironmentVersion = Schemas["EnvironmentVersionSummary"];
export type EnvironmentVersionDetails = Schemas["EnvironmentVersionRead"];
export type EnvironmentFormat = EnvironmentVersion["format"];
export type NewEnvironment = Schemas["EnvironmentCreate"];
export type NewEnvironmentVersion = Schemas["EnvironmentVersionCreate"];

const BUILD_POLL_MS = 1_000;

export const isUnfinished = (version: Pick<EnvironmentVersion, "state"> | undefined): boolean =>
  version !== undefined && version.state !== "ready" && version.state !== "failed";

const environmentsQuery = queryOptions({
  queryKey: ["environments"],
  queryFn: () => getJson<Environment[]>("/api/environments"),
  refetchInterval: ({ state }) => (state.data?.some((one) => one.versions.some(isUnfinished)) ? BUILD_POLL_MS : false),
});

export const useEnvironments = () => useQuery(environmentsQuery);

export const usePythonVersions = () =>
  useQuery({
    queryKey: ["pythons"],
    queryFn: () => getJson<Schemas["PythonVersionsRead"]>("/api/environments/pythons"),
  });

export const useEnvironmentVersion = (id: string, version: number) =>
  useQuery({
    queryKey: ["environments", id, version],
    queryFn: () => getJson<EnvironmentVersionDetails>(`/api/environments/${id}/versions/${version}`),
    refetchInterval: ({ state }) => (isUnfinished(state.data) ? BUILD_POLL_MS : false),
  });

/** The problems of a design depend on what there is. */
async function refreshEnvironments(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["environments"] });
  await analyzeDesign(true);
}

export async function createEnvironment(made: NewEnvironment): Promise<Environment> {
  const created = await postJson<Environment>("/api/environments", made);
  await refreshEnvironments();
  return created;
}

export async function addEnvironmentVersion(id: string, made: NewEnvironmentVersion): Promise<void> {
  await postJson(`/api/environments/${id}/versions`, made);
  await refreshEnvironments();
}

export async function buildAgain(id: string, version: number): Promise<void> {
  await postJson(`/api/environments/${id}/versions/${version}/build`);
  await refreshEnvironments();
}

export async function deleteEnvironment(id: string): Promise<void> {
  await deleteResource(`/api/environments/${id}`);
  await refreshEnvironments();
}
