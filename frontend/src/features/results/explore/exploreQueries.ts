/** What the charts of a table ask the server for; a question that is no longer needed is taken back. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Correlation, Distributions, ErrorBody, Scatter } from "../../../api/apiTypes";
import { ApiError } from "../../../api/client";
import { fetchFromServer } from "../../../api/embedding";
import { resultTexts } from "../../../messages/resultTexts";
import { buildSelectionQuery } from "../dataset/tableViewState";

type ExploreRequest = Record<string, string | null>;

function useExploreQuery<Answer>(
  artifact: string,
  what: string,
  selection: string,
  request: ExploreRequest,
  enabled = true,
) {
  const query = buildSelectionQuery(selection, request);
  return useQuery({
    queryKey: ["explore", artifact, what, query],
    queryFn: async ({ signal }) => {
      const response = await fetchFromServer(`/api/artifacts/${artifact}/${what}?${query}`, { signal });
      if (response.ok) return (await response.json()) as Answer;
      const refusal = (await response.json().catch(() => null)) as ErrorBody | null;
      throw new ApiError(refusal?.detail ?? resultTexts.dataset.rowsFailed, response.status);
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

export const useCorrelation = (artifact: string, selection: string) =>
  useExploreQuery<Correlation>(artifact, "correlation", selection, {});

export const useScatter = (artifact: string, selection: string, request: ExploreRequest, enabled: boolean) =>
  useExploreQuery<Scatter>(artifact, "scatter", selection, request, enabled);

export const useDistributions = (artifact: string, selection: string, request: ExploreRequest, enabled: boolean) =>
  useExploreQuery<Distributions>(artifact, "distributions", selection, request, enabled);
