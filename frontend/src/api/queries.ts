/** What the pages read from the server, kept fresh by TanStack Query; and the writes that go with it. */

import { keepPreviousData, QueryClient, queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { get, patch, post, Refused, remove, upload } from "./client";
import { addressOf, visiting } from "./door";
import type {
  Analysis,
  Artifact,
  Catalog,
  DatasetSummary,
  DesignState,
  DesignSummary,
  LogLine,
  Rows,
  Run,
  RunSummary,
  Sample,
  SentAnalysis,
  System,
} from "./types";

const mayRetry = (count: number, error: Error): boolean => !(error instanceof Refused) && count < 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: mayRetry,
    },
  },
});

const forEver = { staleTime: Number.POSITIVE_INFINITY };

/** Views are made beside the steps that follow, so that of a new result may be on its way still. */
const VIEW_POLL = 300;
const MOST_POLLS = 400;

export class NoViewYet extends Error {}

async function viewed(id: string): Promise<Artifact> {
  const found = await get<Omit<Artifact, "view"> & { view: Artifact["view"] | null }>(`/api/artifacts/${id}`);
  if (found.view === null) throw new NoViewYet();
  return { ...found, view: found.view };
}

const catalogAddress = () => {
  const link = visiting();
  return link ? addressOf(link.share, "catalog") : "/api/catalog";
};

/** The columns of each port in place of the number of their table. */
function unpacked({ tables, schemas, ...others }: SentAnalysis): Analysis {
  const entries = Object.entries(schemas);
  return {
    ...others,
    schemas: Object.fromEntries(entries.map(([port, table]) => [port, table === null ? null : tables[table]!])),
  };
}

export const queries = {
  catalog: () => queryOptions({ queryKey: ["catalog"], queryFn: () => get<Catalog>(catalogAddress()), ...forEver }),
  /** The designs with these words that were edited last, so many as one looks through. */
  designs: (words: string) =>
    queryOptions({
      queryKey: ["designs", "found", words],
      queryFn: () => get<DesignSummary[]>(`/api/designs?${new URLSearchParams({ text: words, limit: "200" })}`),
      placeholderData: keepPreviousData,
    }),
  samples: () => queryOptions({ queryKey: ["samples"], queryFn: () => get<Sample[]>("/api/samples"), ...forEver }),
  datasets: () => queryOptions({ queryKey: ["datasets"], queryFn: () => get<DatasetSummary[]>("/api/datasets") }),
  system: () => queryOptions({ queryKey: ["system"], queryFn: () => get<System>("/api/system"), ...forEver }),
  analysis: (design: string, revision: number) =>
    queryOptions({
      queryKey: ["analysis", design, revision],
      queryFn: async () => unpacked(await get<SentAnalysis>(addressOf(design, "analysis"))),
    }),
  runs: (design: string) =>
    queryOptions({ queryKey: ["runs", design], queryFn: () => get<RunSummary[]>(`/api/designs/${design}/runs`) }),
  run: (id: string) => queryOptions({ queryKey: ["run", id], queryFn: () => get<Run>(`/api/runs/${id}`) }),
  log: (run: string, node: string, running: boolean) =>
    queryOptions({
      queryKey: ["log", run, node, running],
      queryFn: () => get<LogLine[]>(`/api/runs/${run}/steps/${encodeURIComponent(node)}/log`),
    }),
  plots: (run: string, node: string) =>
    queryOptions({
      queryKey: ["plots", run, node],
      queryFn: () => get<string[]>(`/api/runs/${run}/steps/${encodeURIComponent(node)}/plots`),
    }),
  // An artifact is named by its content, so it never changes.
  artifact: (id: string) =>
    queryOptions({
      queryKey: ["artifact", id],
      queryFn: () => viewed(id),
      retry: (count, error) => (error instanceof NoViewYet ? count < MOST_POLLS : mayRetry(count, error)),
      retryDelay: (count, error) => (error instanceof NoViewYet ? VIEW_POLL : 1_000 * 2 ** count),
      ...forEver,
    }),
  rows: (id: string, offset: number, limit: number) =>
    queryOptions({
      queryKey: ["rows", id, offset, limit],
      queryFn: () => get<Rows>(`/api/artifacts/${id}/rows?offset=${offset}&limit=${limit}`),
      ...forEver,
    }),
};

export const useCatalogQuery = () => useQuery(queries.catalog());
export const useDesigns = (words: string) => useQuery(queries.designs(words));
export const useSamples = () => useQuery(queries.samples());
export const useDatasets = () => useQuery(queries.datasets());
export const useSystem = () => useQuery(queries.system());
/** A visitor of a link has none. */
export const useRuns = (design: string) => useQuery({ ...queries.runs(design), enabled: design !== "" && !visiting() });
export const useArtifact = (id: string | null) =>
  useQuery({ ...queries.artifact(id ?? ""), enabled: id !== null && !visiting() });

export interface NewDesign {
  name?: string;
  document?: unknown;
  sample?: string;
  copy_of?: string;
  version?: string;
  run?: string;
}

const refresh = (...keys: string[]) =>
  Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));

export async function createDesign(what: NewDesign): Promise<DesignState> {
  const design = await post<DesignState>("/api/designs", what);
  await refresh("designs");
  return design;
}

export async function deleteDesign(id: string): Promise<void> {
  await remove(`/api/designs/${id}`);
  await refresh("designs");
}

export async function restoreDesign(id: string): Promise<void> {
  await post<DesignState>(`/api/designs/${id}/restore`);
  await refresh("designs");
}

export async function renameDataset(id: string, name: string): Promise<void> {
  await patch<DatasetSummary>(`/api/datasets/${id}`, { name });
  await refresh("datasets");
}

export async function deleteDataset(id: string): Promise<void> {
  await remove(`/api/datasets/${id}`);
  await refresh("datasets");
}

export async function restoreDataset(id: string): Promise<void> {
  await post(`/api/datasets/${id}/restore`);
  await refresh("datasets");
}

/** Upload a table; with `dataset`, as its next version. */
export async function uploadDataset(
  file: File,
  onProgress: (share: number) => void = () => undefined,
  dataset?: string,
): Promise<DatasetSummary> {
  const about = new URLSearchParams({ name: file.name.replace(/\.[^.]+$/, ""), file_name: file.name });
  if (dataset) about.set("dataset", dataset);
  const made = await upload<DatasetSummary>(`/api/datasets?${about}`, file, onProgress);
  await refresh("datasets");
  return made;
}

export const useCreateDesign = () => useMutation({ mutationFn: createDesign });
export const useDeleteDesign = () => useMutation({ mutationFn: deleteDesign });
export const useRestoreDesign = () => useMutation({ mutationFn: restoreDesign });
