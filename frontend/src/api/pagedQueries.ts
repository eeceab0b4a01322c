/** Lists that the server gives page by page: the items so far, how many there are in all, and what brings more. */

import { infiniteQueryOptions } from "@tanstack/react-query";
import type { DatasetSummary, DesignSummary, EditRecord, ListedRun, VersionSummary } from "./apiTypes";
import { fetchPage, type ResultPage } from "./client";

export type DesignSort = "edited" | "name" | "run";

const DESIGNS_PER_PAGE = 60;
const ENTRIES_PER_PAGE = 100;

function createPagesQuery<Item>(key: readonly unknown[], path: string, query: URLSearchParams) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) => {
      const asked = new URLSearchParams(query);
      if (pageParam) asked.set("after", pageParam);
      return fetchPage<Item>(`${path}?${asked}`);
    },
    initialPageParam: "",
    getNextPageParam: (last: ResultPage<Item>) => last.next,
  });
}

export const createDesignPagesQuery = (sort: DesignSort, text: string) =>
  createPagesQuery<DesignSummary>(
    ["designs", "pages", sort, text],
    "/api/designs",
    new URLSearchParams({ sort, text, limit: String(DESIGNS_PER_PAGE) }),
  );

export const createRunPagesQuery = (query: URLSearchParams) =>
  createPagesQuery<ListedRun>(["runs", "list", query.toString()], "/api/runs", query);

export const createDatasetPagesQuery = (text: string) =>
  createPagesQuery<DatasetSummary>(
    ["datasets", "pages", text],
    "/api/datasets",
    new URLSearchParams({ text, limit: String(ENTRIES_PER_PAGE) }),
  );

/** `since` is what the list was asked after: a run adds versions, an edit adds edits. */
export const createVersionPagesQuery = (design: string | null, since: number) =>
  createPagesQuery<VersionSummary>(
    ["versions", design, since],
    `/api/designs/${design}/versions`,
    new URLSearchParams({ limit: String(ENTRIES_PER_PAGE) }),
  );

export const createEditPagesQuery = (design: string | null, since: number) =>
  createPagesQuery<EditRecord>(
    ["edits", design, since],
    `/api/designs/${design}/edits`,
    new URLSearchParams({ limit: String(ENTRIES_PER_PAGE) }),
  );

export const getLoadedItems = <Item>(data: { pages: ResultPage<Item>[] } | undefined): Item[] | undefined =>
  data?.pages.flatMap((page) => page.items);

export const getTotalCount = <Item>(data: { pages: ResultPage<Item>[] } | undefined): number | undefined =>
  data?.pages[0]?.total;
