/** Connections: read, kept, tried and deleted. A secret goes to the server and never comes back. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { analyse } from "../stores/design";
import { get, post, put, remove } from "./client";
import { queryClient } from "./queries";
import type { components } from "./schema";
import type { Connection } from "./types";

export type NewConnection = components["schemas"]["NewConnection"];
export type Tested = components["schemas"]["Tested"];

const connections = queryOptions({
  queryKey: ["connections"],
  queryFn: () => get<Connection[]>("/api/connections"),
});

export const useConnections = () => useQuery(connections);

/** The problems of a design depend on what there is. */
async function refresh(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["connections"] });
  await analyse(true);
}

/** Keep a new connection, or put it in the place of the one with this id. */
export async function keepConnection(made: NewConnection, id?: string): Promise<Connection> {
  const kept = id
    ? await put<Connection>(`/api/connections/${id}`, made)
    : await post<Connection>("/api/connections", made);
  await refresh();
  return kept;
}

export async function deleteConnection(id: string): Promise<void> {
  await remove(`/api/connections/${id}`);
  await refresh();
}

export const tryConnection = (made: NewConnection) => post<Tested>("/api/connections/test", made);
export const tryKeptConnection = (id: string) => post<Tested>(`/api/connections/${id}/test`);
