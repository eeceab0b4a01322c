/** Lists that the server gives page by page: the items so far, how many there are in all, and what brings more. */

import { infiniteQueryOptions } from "@tanstack/react-query";
import { getPage, type Page } from "./client";
import type { DesignSummary, ListedRun } from "./types";

export type DesignSort = "edited" | "name" | "run";

const DESIGNS = 60;

function pagesOf<Item>(key: readonly unknown[], path: string, query: URLSearchParams) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) => {
      const asked = new URLSearchParams(query);
      if (pageParam) asked.set("after", pageParam);
      return getPage<Item>(`${path}?${asked}`);
    },
    initialPageParam: "",
    getNextPageParam: (last: Page<Item>) => last.next,
  });
}

export const designPages = (sort: DesignSort, text: string) =>
  pagesOf<DesignSummary>(
    ["designs", "pages", sort, text],
    "/api/designs",
    new URLSearchParams({ sort, text, limit: String(DESIGNS) }),
  );

export const runPages = (query: URLSearchParams) =>
  pagesOf<ListedRun>(["runs", "list", query.toString()], "/api/runs", query);

export const itemsOf = <Item>(data: { pages: Page<Item>[] } | undefined): Item[] | undefined =>
  data?.pages.flatMap((page) => page.items);

export const totalOf = <Item>(data: { pages: Page<Item>[] } | undefined): number | undefined => data?.pages[0]?.total;
