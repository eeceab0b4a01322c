/** Secrets: listed, kept and deleted. A value goes to the server and never comes back. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { deleteResource, getJson, postJson, putJson } from "../api/client";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";
import { analyzeDesign } from "./designStore";

export type Secret = components["schemas"]["SecretSummary"];

const secretsQuery = queryOptions({
  queryKey: ["secrets"],
  queryFn: () => getJson<Secret[]>("/api/secrets"),
  // Which designs ask for them changes with every edit of one.
  staleTime: 0,
});

export const useSecrets = () => useQuery(secretsQuery);

/** The problems of a design depend on what there is. */
async function refreshSecrets(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["secrets"] });
  await analyzeDesign(true);
}

export async function addSecret(name: string, value: string): Promise<Secret> {
  const kept = await postJson<Secret>("/api/secrets", { name, value });
  await refreshSecrets();
  return kept;
}

export async function replaceSecret(id: string, value: string): Promise<Secret> {
  const kept = await putJson<Secret>(`/api/secrets/${id}`, { value });
  await refreshSecrets();
  return kept;
}

export async function deleteSecret(id: string): Promise<void> {
  await deleteResource(`/api/secrets/${id}`);
  await refreshSecrets();
}
