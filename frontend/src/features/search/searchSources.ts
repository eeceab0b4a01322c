/** All that can be searched for, read once when the search opens; and what of it is found. */

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import type { DatasetSummary, DesignSummary, ExampleDesign, ListedRun, Module } from "../../api/apiTypes";
import { getJson } from "../../api/client";
import { hasAccounts } from "../../api/currentWorkspace";
import { queries } from "../../api/queries";
import { type SearchMatch, searchItems } from "../../graph/fuzzySearch";
import { appTexts } from "../../messages/appTexts";
import { onboardingTexts } from "../../messages/onboardingTexts";
import { peopleTexts } from "../../messages/peopleTexts";
import { searchTexts as texts } from "../../messages/searchTexts";

export interface SearchPage {
  path: string;
  title: string;
}

export interface FoundColumn {
  name: string;
  dataset: DatasetSummary;
}

export type SearchEntry =
  | { kind: "designs"; item: DesignSummary }
  | { kind: "datasets"; item: DatasetSummary }
  | { kind: "columns"; item: FoundColumn }
  | { kind: "samples"; item: ExampleDesign }
  | { kind: "runs"; item: ListedRun }
  | { kind: "modules"; item: Module }
  | { kind: "pages"; item: SearchPage };

export type SearchKind = SearchEntry["kind"];

export interface SearchGroup {
  kind: SearchKind;
  entries: SearchEntry[];
}

export interface SearchSources {
  designs: DesignSummary[];
  datasets: DatasetSummary[];
  columns: FoundColumn[];
  samples: ExampleDesign[];
  runs: ListedRun[];
  modules: Module[];
  pages: SearchPage[];
}

/** So many of each kind, so that one kind does not hide the others. */
const MOST = 5;
const RUNS = "200";

const datasetColumnsQuery = {
  queryKey: ["datasets", "columns"],
  queryFn: () => getJson<{ dataset: string; columns: string[] }[]>("/api/datasets/columns"),
};
/** The runs whose design, tags or note have these words: the server looks through all of them. */
const buildRunsQuery = (words: string) => ({
  queryKey: ["runs", "search", words],
  queryFn: () => getJson<ListedRun[]>(`/api/runs?${new URLSearchParams({ text: words, limit: RUNS })}`),
  placeholderData: keepPreviousData,
});

const PAGES: SearchPage[] = [
  { path: "/", title: appTexts.nav.designs },
  { path: "/samples", title: onboardingTexts.gallery.title },
  { path: "/datasets", title: appTexts.nav.datasets },
  { path: "/models", title: appTexts.nav.models },
  { path: "/pipelines", title: appTexts.nav.pipelines },
  { path: "/runs", title: appTexts.nav.runs },
  { path: "/connections", title: appTexts.nav.connections },
  ...(hasAccounts ? [{ path: "/people", title: peopleTexts.title }] : []),
];

export interface SearchSourcesState {
  sources: SearchSources;
  reading: boolean;
  failed: boolean;
}

export function useSearchSources(words: string): SearchSourcesState {
  const [designs, datasets, columns, samples, runs, catalog, moreDesigns, moreRuns] = useQueries({
    queries: [
      queries.designs(""),
      queries.datasets(),
      datasetColumnsQuery,
      queries.examples(),
      buildRunsQuery(""),
      queries.catalog(),
      // The newest are searched here, which forgives typing errors; all others by the server, word for word.
      queries.designs(words),
      buildRunsQuery(words),
    ],
  });
  const byId = new Map(datasets.data?.map((dataset) => [dataset.id, dataset]));
  const all = [designs, datasets, columns, samples, runs, catalog, moreDesigns, moreRuns];
  return {
    sources: {
      designs: mergeUnique(designs.data, moreDesigns.data),
      datasets: datasets.data ?? [],
      columns: (columns.data ?? []).flatMap((one) => {
        const dataset = byId.get(one.dataset);
        return dataset ? one.columns.map((name) => ({ name, dataset })) : [];
      }),
      samples: samples.data ?? [],
      runs: mergeUnique(runs.data, moreRuns.data),
      modules: catalog.data?.modules.filter((module) => module.palette) ?? [],
      pages: PAGES,
    },
    reading: all.some((query) => query.isPending),
    failed: all.some((query) => query.isError),
  };
}

/** The items of both lists, each once. */
function mergeUnique<Item extends { id: string }>(one: Item[] = [], other: Item[] = []): Item[] {
  return [...new Map([...one, ...other].map((item) => [item.id, item])).values()];
}

/** What matches, in groups: the group with the best match first. Without words, the designs edited last. */
export function groupMatches(sources: SearchSources, query: string): SearchGroup[] {
  if (query === "") return buildGroup("designs", takeFirstMatches(searchItems(sources.designs, "", () => [])));
  const found = [
    ...buildGroup(
      "designs",
      searchItems(sources.designs, query, ({ name, description }) => [name, description]),
    ),
    ...buildGroup(
      "datasets",
      searchItems(sources.datasets, query, ({ name, file_name }) => [name, file_name]),
    ),
    ...buildGroup(
      "columns",
      searchItems(sources.columns, query, ({ name }) => [name]),
    ),
    ...buildGroup(
      "samples",
      searchItems(sources.samples, query, (one) => [one.title, one.question, one.teaches, ...one.topics]),
    ),
    ...buildGroup("runs", searchItems(sources.runs, query, getRunWords)),
    ...buildGroup(
      "modules",
      searchItems(sources.modules, query, ({ title, category }) => [title, category]),
    ),
    ...buildGroup(
      "pages",
      searchItems(sources.pages, query, ({ title }) => [title]),
    ),
  ];
  return found.sort((one, other) => other.best - one.best);
}

type ScoredGroup = SearchGroup & { best: number };

const takeFirstMatches = <Item>(matches: SearchMatch<Item>[]): SearchMatch<Item>[] => matches.slice(0, MOST);

/** Of runs people remember what they called them, else the design and the number. */
const getRunWords = ({ design_name: design, number, tags, note }: ListedRun): string[] => [
  texts.run(design, number),
  ...tags,
  note,
];

function buildGroup<K extends SearchKind>(
  kind: K,
  matches: SearchMatch<Extract<SearchEntry, { kind: K }>["item"]>[],
): ScoredGroup[] {
  if (matches.length === 0) return [];
  const entries = takeFirstMatches(matches).map(({ item }) => ({ kind, item }) as Extract<SearchEntry, { kind: K }>);
  return [{ kind, entries, best: matches[0]!.score }];
}
