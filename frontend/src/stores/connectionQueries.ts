/** Connections: read, kept, tried and deleted. A secret goes to the server and never comes back. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import type { StoredConnection } from "../api/apiTypes";
import { deleteResource, getJson, postJson, putJson } from "../api/client";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";
import { analyzeDesign } from "./designStore";

export type ConnectionCreate = components["schemas"]["ConnectionCreate"];
export type ConnectionTest = components["schemas"]["ConnectionTestRead"];

const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: () => getJson<StoredConnection[]>("/api/connections"),
});

export const useConnections = () => useQuery(connectionsQuery);

/** The problems of a design depend on what there is. */
async function refreshConnections(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["connections"] });
  await analyzeDesign(true);
}

/** Keep a new connection, or put it in the place of the one with this id. */
export async function saveConnection(made: ConnectionCreate, id?: string): Promise<StoredConnection> {
  const kept = id
    ? await putJson<StoredConnection>(`/api/connections/${id}`, made)
    : await postJson<StoredConnection>("/api/connections", made);
  await refreshConnections();
  return kept;
}

export async function deleteConnection(id: string): Promise<void> {
  await deleteResource(`/api/connections/${id}`);
  await refreshConnections();
}

export const testConnection = (made: ConnectionCreate) => postJson<ConnectionTest>("/api/connections/test", made);
export const testSavedConnection = (id: string) => postJson<ConnectionTest>(`/api/connections/${id}/test`);
