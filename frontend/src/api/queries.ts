/** What the pages read from the server, kept fresh by TanStack Query; and the writes that go with it. */

import { keepPreviousData, QueryClient, queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { getGuestAccess, toDesignPath } from "./accessMode";
import type {
  Analysis,
  AnalysisResponse,
  Artifact,
  Catalog,
  DatasetSummary,
  DesignCreate,
  DesignState,
  DesignSummary,
  ExampleDesign,
  LogLine,
  RowWindow,
  Run,
  RunSummary,
  System,
} from "./apiTypes";
import { ApiError, deleteResource, fetchPage, getJson, patchJson, postJson, uploadFile } from "./client";

const canRetry = (count: number, error: Error): boolean => !(error instanceof ApiError) && count < 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: canRetry,
    },
  },
});

const NEVER_STALE = { staleTime: Number.POSITIVE_INFINITY };

/** Views are made beside the steps that follow, so that of a new result may be on its way still. */
const VIEW_POLL_DELAY = 300;
const MAX_VIEW_POLLS = 400;

export class ViewPendingError extends Error {}

async function fetchArtifact(id: string): Promise<Artifact> {
  const found = await getJson<Omit<Artifact, "view"> & { view: Artifact["view"] | null }>(`/api/artifacts/${id}`);
  if (found.view === null) throw new ViewPendingError();
  return { ...found, view: found.view };
}

const getCatalogPath = () => {
  const link = getGuestAccess();
  return link ? toDesignPath(link.share, "catalog") : "/api/catalog";
};

/** The columns of each port in place of the number of their table. */
function expandSchemas({ tables, schemas, ...others }: AnalysisResponse): Analysis {
  const entries = Object.entries(schemas);
  return {
    ...others,
    schemas: Object.fromEntries(entries.map(([port, table]) => [port, table === null ? null : tables[table]!])),
  };
}

export const queries = {
  catalog: () =>
    queryOptions({ queryKey: ["catalog"], queryFn: () => getJson<Catalog>(getCatalogPath()), ...NEVER_STALE }),
  /** The designs with these words that were edited last, so many as one looks through. */
  designs: (words: string) =>
    queryOptions({
      queryKey: ["designs", "found", words],
      queryFn: () => getJson<DesignSummary[]>(`/api/designs?${new URLSearchParams({ text: words, limit: "200" })}`),
      placeholderData: keepPreviousData,
    }),
  examples: () =>
    queryOptions({ queryKey: ["samples"], queryFn: () => getJson<ExampleDesign[]>("/api/samples"), ...NEVER_STALE }),
  datasets: () => queryOptions({ queryKey: ["datasets"], queryFn: () => getJson<DatasetSummary[]>("/api/datasets") }),
  /** The newest ones, so many as a short list shows. */
  newestDatasets: (limit: number) =>
    queryOptions({
      queryKey: ["datasets", "newest", limit],
      queryFn: () => fetchPage<DatasetSummary>(`/api/datasets?limit=${limit}`),
    }),
  dataset: (id: string) =>
    queryOptions({
      queryKey: ["datasets", "one", id],
      queryFn: () => getJson<DatasetSummary>(`/api/datasets/${encodeURIComponent(id)}`),
    }),
  system: () => queryOptions({ queryKey: ["system"], queryFn: () => getJson<System>("/api/system"), ...NEVER_STALE }),
  analysis: (design: string, revision: number) =>
    queryOptions({
      queryKey: ["analysis", design, revision],
      queryFn: async () => expandSchemas(await getJson<AnalysisResponse>(toDesignPath(design, "analysis"))),
    }),
  runs: (design: string) =>
    queryOptions({ queryKey: ["runs", design], queryFn: () => getJson<RunSummary[]>(`/api/designs/${design}/runs`) }),
  run: (id: string) => queryOptions({ queryKey: ["run", id], queryFn: () => getJson<Run>(`/api/runs/${id}`) }),
  log: (run: string, node: string, running: boolean) =>
    queryOptions({
      queryKey: ["log", run, node, running],
      queryFn: () => getJson<LogLine[]>(`/api/runs/${run}/steps/${encodeURIComponent(node)}/log`),
    }),
  plots: (run: string, node: string) =>
    queryOptions({
      queryKey: ["plots", run, node],
      queryFn: () => getJson<string[]>(`/api/runs/${run}/steps/${encodeURIComponent(node)}/plots`),
    }),
  // An artifact is named by its content, so it never changes.
  artifact: (id: string) =>
    queryOptions({
      queryKey: ["artifact", id],
      queryFn: () => fetchArtifact(id),
      retry: (count, error) => (error instanceof ViewPendingError ? count < MAX_VIEW_POLLS : canRetry(count, error)),
      retryDelay: (count, error) => (error instanceof ViewPendingError ? VIEW_POLL_DELAY : 1_000 * 2 ** count),
      ...NEVER_STALE,
    }),
  rows: (id: string, offset: number, limit: number) =>
    queryOptions({
      queryKey: ["rows", id, offset, limit],
      queryFn: () => getJson<RowWindow>(`/api/artifacts/${id}/rows?offset=${offset}&limit=${limit}`),
      ...NEVER_STALE,
    }),
};

export const useCatalogQuery = () => useQuery(queries.catalog());
export const useDesigns = (words: string) => useQuery(queries.designs(words));
export const useExamples = () => useQuery(queries.examples());
export const useDatasets = () => useQuery(queries.datasets());
export const useSystem = () => useQuery(queries.system());
/** A visitor of a link has none. */
export const useRuns = (design: string) =>
  useQuery({ ...queries.runs(design), enabled: design !== "" && !getGuestAccess() });
export const useArtifact = (id: string | null) =>
  useQuery({ ...queries.artifact(id ?? ""), enabled: id !== null && !getGuestAccess() });

export const refreshQueries = (...keys: string[]) =>
  Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));

export async function createDesign(what: DesignCreate): Promise<DesignState> {
  const design = await postJson<DesignState>("/api/designs", what);
  await refreshQueries("designs");
  return design;
}

export async function deleteDesign(id: string): Promise<void> {
  await deleteResource(`/api/designs/${id}`);
  await refreshQueries("designs");
}

export async function restoreDesign(id: string): Promise<void> {
  await postJson<DesignState>(`/api/designs/${id}/restore`);
  await refreshQueries("designs");
}

export async function renameDataset(id: string, name: string): Promise<void> {
  await patchJson<DatasetSummary>(`/api/datasets/${id}`, { name });
  await refreshQueries("datasets");
}

export async function deleteDataset(id: string): Promise<void> {
  await deleteResource(`/api/datasets/${id}`);
  await refreshQueries("datasets");
}

export async function restoreDataset(id: string): Promise<void> {
  await postJson(`/api/datasets/${id}/restore`);
  await refreshQueries("datasets");
}

/** Upload a table; with `datasetTexts`, as its next version. */
export async function uploadDataset(
  file: File,
  onProgress: (share: number) => void = () => undefined,
  dataset?: string,
): Promise<DatasetSummary> {
  const about = new URLSearchParams({ name: file.name.replace(/\.[^.]+$/, ""), file_name: file.name });
  if (dataset) about.set("dataset", dataset);
  const made = await uploadFile<DatasetSummary>(`/api/datasets?${about}`, file, onProgress);
  await refreshQueries("datasets");
  return made;
}

export const useCreateDesign = () => useMutation({ mutationFn: createDesign });
export const useDeleteDesign = () => useMutation({ mutationFn: deleteDesign });
export const useRestoreDesign = () => useMutation({ mutationFn: restoreDesign });
