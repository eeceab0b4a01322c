/** The rows in sight, read from the server window by window; a window that is scrolled past is no longer asked for. */

import { useDebouncedValue } from "@mantine/hooks";
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { urlOf } from "../../api/base";
import { Refused } from "../../api/client";
import type { Refusal, Rows } from "../../api/types";
import type { Json } from "../../graph/types";
import { resultsMessages as say } from "../../messages/results";
import { queryOf } from "./look";
import { windowSize, windowsOf } from "./rowWindow";

/** Scrolling that goes on for longer than this asks for nothing. */
const PATIENCE = 60;
const KEPT = 120_000;

interface Wanted {
  artifact: string;
  /** Which rows, and in which order; empty for the table as it is. */
  selection: string;
  columns: number;
  first: number;
  last: number;
}

export interface RowsInSight {
  /** The cells of a row, or null while they are on their way. */
  row: (index: number) => Json[] | null;
  /** The place of a row in the whole table, or null while it is on its way. */
  number: (index: number) => number | null;
  failure: Error | null;
  retry: () => void;
}

const keyOf = (artifact: string, selection: string, window: number, size: number) =>
  ["rows", artifact, selection, window * size, size] as const;

const windowQuery = (artifact: string, selection: string, window: number, columns: number, size: number) => ({
  queryKey: keyOf(artifact, selection, window, size),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    readRows(artifact, { selection, offset: window * size, limit: size, width: columns }, signal),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: KEPT,
});

/** How many rows a selection has; undefined while they are counted, which comes with the first of them. */
export function useRowCount(artifact: string, selection: string, columns: number, all: number) {
  const query = windowQuery(artifact, selection, 0, columns, windowSize(columns));
  const { data, error, isFetching } = useQuery({ ...query, enabled: selection !== "" });
  return { rows: selection === "" ? all : data?.total, error, isFetching };
}

export function useRows({ artifact, selection, columns, first, last }: Wanted): RowsInSight {
  const size = windowSize(columns);
  const client = useQueryClient();
  const [wanted] = useDebouncedValue(windowsOf(first, last, size).join(","), PATIENCE, { leading: true });
  const results = useQueries({
    queries: wanted
      .split(",")
      .filter(Boolean)
      .map(Number)
      .map((window) => windowQuery(artifact, selection, window, columns, size)),
  });
  // A result tells of changes only in what is read of it, so its data have to be read here.
  const read = new Map(results.map(({ data }) => [data?.offset, data]));
  const failed = results.find((result) => result.error);
  return {
    row: (index) => {
      const offset = Math.floor(index / size) * size;
      const window = read.get(offset) ?? client.getQueryData<Rows>(keyOf(artifact, selection, offset / size, size));
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

interface Asked {
  selection: string;
  offset: number;
  limit: number;
  column?: string[];
  /** Only the first so many columns. */
  width?: number;
}

export async function readRows(artifact: string, asked: Asked, signal?: AbortSignal): Promise<Rows> {
  const { selection, ...rest } = asked;
  const response = await fetch(urlOf(`/api/artifacts/${artifact}/rows?${queryOf(selection, rest)}`), {
    signal: signal ?? null,
  });
  if (response.ok) return (await response.json()) as Rows;
  const refusal = (await response.json().catch(() => null)) as Refusal | null;
  throw new Refused(refusal?.detail ?? say.dataset.rowsFailed, response.status);
}
