/** The rows in sight, read from the server window by window; a window that is scrolled past is no longer asked for. */

import { useDebouncedValue } from "@mantine/hooks";
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ErrorBody, RowWindow } from "../../../api/apiTypes";
import { ApiError } from "../../../api/client";
import type { Json } from "../../../api/designDocument";
import { fetchFromServer } from "../../../api/embedding";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { getWindowSize, listWindows } from "./rowWindow";
import { buildSelectionQuery } from "./tableViewState";

/** Scrolling that goes on for longer than this asks for nothing. */
const REQUEST_DELAY = 60;
const CACHE_TIME = 120_000;

interface RowsRequest {
  artifact: string;
  /** Which rows, and in which order; empty for the table as it is. */
  selection: string;
  columns: number;
  first: number;
  last: number;
}

export interface LoadedRows {
  /** The cells of a row, or null while they are on their way. */
  row: (index: number) => Json[] | null;
  /** The place of a row in the whole table, or null while it is on its way. */
  number: (index: number) => number | null;
  failure: Error | null;
  retry: () => void;
}

const getRowsKey = (artifact: string, selection: string, window: number, size: number) =>
  ["rows", artifact, selection, window * size, size] as const;

const buildWindowQuery = (artifact: string, selection: string, window: number, columns: number, size: number) => ({
  queryKey: getRowsKey(artifact, selection, window, size),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    readRows(artifact, { selection, offset: window * size, limit: size, width: columns }, signal),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: CACHE_TIME,
});

/** How many rows a selection has; undefined while they are counted, which comes with the first of them. */
export function useRowCount(artifact: string, selection: string, columns: number, all: number) {
  const query = buildWindowQuery(artifact, selection, 0, columns, getWindowSize(columns));
  const { data, error, isFetching } = useQuery({ ...query, enabled: selection !== "" });
  return { rows: selection === "" ? all : data?.total, error, isFetching };
}

export function useRows({ artifact, selection, columns, first, last }: RowsRequest): LoadedRows {
  const size = getWindowSize(columns);
  const client = useQueryClient();
  const [windowList] = useDebouncedValue(listWindows(first, last, size).join(","), REQUEST_DELAY, { leading: true });
  const results = useQueries({
    queries: windowList
      .split(",")
      .filter(Boolean)
      .map(Number)
      .map((window) => buildWindowQuery(artifact, selection, window, columns, size)),
  });
  // A result tells of changes only in what is read of it, so its data have to be read here.
  const read = new Map(results.map(({ data }) => [data?.offset, data]));
  const failed = results.find((result) => result.error);
  return {
    row: (index) => {
      const offset = Math.floor(index / size) * size;
      const window =
        read.get(offset) ?? client.getQueryData<RowWindow>(getRowsKey(artifact, selection, offset / size, size));
      return window?.rows[index - offset] ?? null;
    },
    number: (index) => {
      const offset = Math.floor(index / size) * size;
      return read.get(offset)?.numbers[index - offset] ?? null;
    },
    failure: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}

interface WindowRequest {
  selection: string;
  offset: number;
  limit: number;
  column?: string[];
  /** Only the first so many columns. */
  width?: number;
}

export async function readRows(artifact: string, request: WindowRequest, signal?: AbortSignal): Promise<RowWindow> {
  const { selection, ...rest } = request;
  const response = await fetchFromServer(`/api/artifacts/${artifact}/rows?${buildSelectionQuery(selection, rest)}`, {
    signal: signal ?? null,
  });
  if (response.ok) return (await response.json()) as RowWindow;
  const refusal = (await response.json().catch(() => null)) as ErrorBody | null;
  throw new ApiError(refusal?.detail ?? texts.dataset.rowsFailed, response.status);
}
