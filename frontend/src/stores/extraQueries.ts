/** The extras of the server: read, installed and cancelled. While one is installed they are asked for again and again. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { deleteResource, getJson, postJson } from "../api/client";
import { queries, queryClient } from "../api/queries";
import type { components } from "../api/schema";
import { notifyDone } from "../lib/toasts";
import { extraTexts } from "../messages/extraTexts";
import { loadCatalog } from "./catalogStore";
import { analyzeDesign } from "./designStore";

type Schemas = components["schemas"];
export type Extra = Schemas["ExtraRead"];
export type ExtraInstallation = Schemas["ExtraInstallationRead"];
type Extras = Schemas["ExtrasRead"];

const INSTALLATION_POLL_MS = 1_000;

export const isUnderWay = (installation: ExtraInstallation | null | undefined): boolean =>
  installation?.state === "running" || installation?.state === "finishing";

const extrasQuery = queryOptions({
  queryKey: ["extras"],
  queryFn: () => getJson<Extras>("/api/extras"),
  refetchInterval: ({ state }) => (isUnderWay(state.data?.installation) ? INSTALLATION_POLL_MS : false),
});

/** The extras; when an installation that was seen under way succeeds, modules are read anew. */
export function useExtras(enabled: boolean) {
  const query = useQuery({ ...extrasQuery, enabled });
  const installation = query.data?.installation;
  const followed = useRef(false);
  useEffect(() => {
    if (isUnderWay(installation)) followed.current = true;
    else if (followed.current) {
      followed.current = false;
      if (installation?.state === "succeeded") void takeNewPackages(installation);
    }
  }, [installation]);
  return query;
}

async function takeNewPackages({ extra, packages }: ExtraInstallation): Promise<void> {
  notifyDone(extraTexts.done(extra, packages.length));
  queryClient.removeQueries({ queryKey: queries.catalog().queryKey });
  await loadCatalog();
  await analyzeDesign(true);
}

export async function installExtra(name: string): Promise<void> {
  await postJson(`/api/extras/${name}/install`);
  await queryClient.invalidateQueries({ queryKey: extrasQuery.queryKey });
}

export async function cancelInstallation(): Promise<void> {
  await deleteResource("/api/extras/installation");
  await queryClient.invalidateQueries({ queryKey: extrasQuery.queryKey });
}
