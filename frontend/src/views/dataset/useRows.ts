/** The rows in sight, read from the server window by window; a window that is scrolled past is no longer asked for. */

import { useDebouncedValue } from "@mantine/hooks";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { Refused } from "../../api/client";
import type { Refusal, Rows } from "../../api/types";
import type { Json } from "../../graph/types";
import { resultsMessages as say } from "../../messages/results";
import { windowSize, windowsOf } from "./rowWindow";

/** Scrolling that goes on for longer than this asks for nothing. */
const PATIENCE = 60;
const KEPT = 120_000;

interface Wanted {
  artifact: string;
  columns: number;
  first: number;
  last: number;
}

export interface RowsInSight {
  /** The cells of a row, or null while they are on their way. */
  row: (index: number) => Json[] | null;
  failure: Error | null;
  retry: () => void;
}

export function useRows({ artifact, columns, first, last }: Wanted): RowsInSight {
  const size = windowSize(columns);
  const client = useQueryClient();
  const keyOf = (window: number) => ["rows", artifact, window * size, size];
  const [wanted] = useDebouncedValue(windowsOf(first, last, size).join(","), PATIENCE, { leading: true });
  const results = useQueries({
    queries: wanted
      .split(",")
      .filter(Boolean)
      .map(Number)
      .map((window) => ({
        queryKey: keyOf(window),
        queryFn: ({ signal }: { signal: AbortSignal }) => readRows(artifact, window * size, size, signal),
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: KEPT,
      })),
  });
  // A result tells of changes only in what is read of it, so its data have to be read here.
  const read = new Map(results.map(({ data }) => [data?.offset, data]));
  const failed = results.find((result) => result.error);
  return {
    row: (index) => {
      const offset = Math.floor(index / size) * size;
      const window = read.get(offset) ?? client.getQueryData<Rows>(keyOf(offset / size));
      return window?.rows[index - offset] ?? null;
    },
    failure: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}

async function readRows(artifact: string, offset: number, limit: number, signal: AbortSignal): Promise<Rows> {
  const response = await fetch(`/api/artifacts/${artifact}/rows?offset=${offset}&limit=${limit}`, { signal });
  if (response.ok) return (await response.json()) as Rows;
  const refusal = (await response.json().catch(() => null)) as Refusal | null;
  throw new Refused(refusal?.detail ?? say.dataset.rowsFailed, response.status);
}
