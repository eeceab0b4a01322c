/** What the charts of a table ask the server for; a question that is no longer needed is taken back. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { urlOf } from "../../api/base";
import { Refused } from "../../api/client";
import type { Correlation, Distributions, Refusal, Scatter } from "../../api/types";
import { resultsMessages } from "../../messages/results";
import { queryOf } from "../dataset/look";

type Asked = Record<string, string | null>;

function useAnswer<Answer>(artifact: string, what: string, selection: string, asked: Asked, enabled = true) {
  const query = queryOf(selection, asked);
  return useQuery({
    queryKey: ["explore", artifact, what, query],
    queryFn: async ({ signal }) => {
      const response = await fetch(urlOf(`/api/artifacts/${artifact}/${what}?${query}`), { signal });
      if (response.ok) return (await response.json()) as Answer;
      const refusal = (await response.json().catch(() => null)) as Refusal | null;
      throw new Refused(refusal?.detail ?? resultsMessages.dataset.rowsFailed, response.status);
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

export const useCorrelation = (artifact: string, selection: string) =>
  useAnswer<Correlation>(artifact, "correlation", selection, {});

export const useScatter = (artifact: string, selection: string, asked: Asked, enabled: boolean) =>
  useAnswer<Scatter>(artifact, "scatter", selection, asked, enabled);

export const useDistributions = (artifact: string, selection: string, asked: Asked, enabled: boolean) =>
  useAnswer<Distributions>(artifact, "distributions", selection, asked, enabled);
