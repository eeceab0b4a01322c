/** All that can be searched for, read once when the search opens; and what of it is found. */

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { get } from "../api/client";
import { queries } from "../api/queries";
import { inTeam } from "../api/team";
import type { DatasetSummary, DesignSummary, ListedRun, Module, Sample } from "../api/types";
import { type Match, search } from "../graph/search";
import { text } from "../messages/en";
import { onboarding } from "../messages/onboarding";
import { people } from "../messages/people";
import { searching as say } from "../messages/searching";

export interface Page {
  path: string;
  title: string;
}

export interface FoundColumn {
  name: string;
  dataset: DatasetSummary;
}

export type Entry =
  | { kind: "designs"; item: DesignSummary }
  | { kind: "datasets"; item: DatasetSummary }
  | { kind: "columns"; item: FoundColumn }
  | { kind: "samples"; item: Sample }
  | { kind: "runs"; item: ListedRun }
  | { kind: "modules"; item: Module }
  | { kind: "pages"; item: Page };

export type Kind = Entry["kind"];

export interface Group {
  kind: Kind;
  entries: Entry[];
}

export interface Sources {
  designs: DesignSummary[];
  datasets: DatasetSummary[];
  columns: FoundColumn[];
  samples: Sample[];
  runs: ListedRun[];
  modules: Module[];
  pages: Page[];
}

/** So many of each kind, so that one kind does not hide the others. */
const MOST = 5;
const RUNS = "200";

const columnsQuery = {
  queryKey: ["datasets", "columns"],
  queryFn: () => get<{ dataset: string; columns: string[] }[]>("/api/datasets/columns"),
};
/** The runs whose design, tags or note have these words: the server looks through all of them. */
const runsQuery = (words: string) => ({
  queryKey: ["runs", "search", words],
  queryFn: () => get<ListedRun[]>(`/api/runs?${new URLSearchParams({ text: words, limit: RUNS })}`),
  placeholderData: keepPreviousData,
});

const PAGES: Page[] = [
  { path: "/", title: text.nav.designs },
  { path: "/samples", title: onboarding.gallery.title },
  { path: "/datasets", title: text.nav.datasets },
  { path: "/runs", title: text.nav.runs },
  { path: "/connections", title: text.nav.connections },
  ...(inTeam ? [{ path: "/people", title: people.title }] : []),
];

export interface Read {
  sources: Sources;
  reading: boolean;
  failed: boolean;
}

export function useSources(words: string): Read {
  const [designs, datasets, columns, samples, runs, catalog, moreDesigns, moreRuns] = useQueries({
    queries: [
      queries.designs(""),
      queries.datasets(),
      columnsQuery,
      queries.samples(),
      runsQuery(""),
      queries.catalog(),
      // The newest are searched here, which forgives typing errors; all others by the server, word for word.
      queries.designs(words),
      runsQuery(words),
    ],
  });
  const byId = new Map(datasets.data?.map((dataset) => [dataset.id, dataset]));
  const all = [designs, datasets, columns, samples, runs, catalog, moreDesigns, moreRuns];
  return {
    sources: {
      designs: together(designs.data, moreDesigns.data),
      datasets: datasets.data ?? [],
      columns: (columns.data ?? []).flatMap((one) => {
        const dataset = byId.get(one.dataset);
        return dataset ? one.columns.map((name) => ({ name, dataset })) : [];
      }),
      samples: samples.data ?? [],
      runs: together(runs.data, moreRuns.data),
      modules: catalog.data?.modules.filter((module) => module.palette) ?? [],
      pages: PAGES,
    },
    reading: all.some((query) => query.isPending),
    failed: all.some((query) => query.isError),
  };
}

/** The items of both lists, each once. */
function together<Item extends { id: string }>(one: Item[] = [], other: Item[] = []): Item[] {
  return [...new Map([...one, ...other].map((item) => [item.id, item])).values()];
}

/** What matches, in groups: the group with the best match first. Without words, the designs edited last. */
export function groupsOf(sources: Sources, query: string): Group[] {
  if (query === "") return groups("designs", few(search(sources.designs, "", () => [])));
  const found = [
    ...groups(
      "designs",
      search(sources.designs, query, ({ name, description }) => [name, description]),
    ),
    ...groups(
      "datasets",
      search(sources.datasets, query, ({ name, file_name }) => [name, file_name]),
    ),
    ...groups(
      "columns",
      search(sources.columns, query, ({ name }) => [name]),
    ),
    ...groups(
      "samples",
      search(sources.samples, query, (one) => [one.title, one.question, one.teaches, ...one.topics]),
    ),
    ...groups("runs", search(sources.runs, query, wordsOf)),
    ...groups(
      "modules",
      search(sources.modules, query, ({ title, category }) => [title, category]),
    ),
    ...groups(
      "pages",
      search(sources.pages, query, ({ title }) => [title]),
    ),
  ];
  return found.sort((one, other) => other.best - one.best);
}

type Scored = Group & { best: number };

const few = <Item>(matches: Match<Item>[]): Match<Item>[] => matches.slice(0, MOST);

/** Of runs people remember what they called them, else the design and the number. */
const wordsOf = ({ design_name: design, number, tags, note }: ListedRun): string[] => [
  say.run(design, number),
  ...tags,
  note,
];

function groups<K extends Kind>(kind: K, matches: Match<Extract<Entry, { kind: K }>["item"]>[]): Scored[] {
  if (matches.length === 0) return [];
  const entries = few(matches).map(({ item }) => ({ kind, item }) as Extract<Entry, { kind: K }>);
  return [{ kind, entries, best: matches[0]!.score }];
}
