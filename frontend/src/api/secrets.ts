/** Secrets: listed, kept and deleted. A value goes to the server and never comes back. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { analyse } from "../stores/design";
import { get, post, put, remove } from "./client";
import { queryClient } from "./queries";
import type { components } from "./schema";

export type Secret = components["schemas"]["SecretSummary"];

const secrets = queryOptions({
  queryKey: ["secrets"],
  queryFn: () => get<Secret[]>("/api/secrets"),
  // Which designs ask for them changes with every edit of one.
  staleTime: 0,
});

export const useSecrets = () => useQuery(secrets);

/** The problems of a design depend on what there is. */
async function refresh(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["secrets"] });
  await analyse(true);
}

export async function addSecret(name: string, value: string): Promise<Secret> {
  const kept = await post<Secret>("/api/secrets", { name, value });
  await refresh();
  return kept;
}

export async function replaceSecret(id: string, value: string): Promise<Secret> {
  const kept = await put<Secret>(`/api/secrets/${id}`, { value });
  await refresh();
  return kept;
}

export async function deleteSecret(id: string): Promise<void> {
  await remove(`/api/secrets/${id}`);
  await refresh();
}
