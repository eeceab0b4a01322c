/** Which endpoints answer by a registered model, and how much of their requests. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Endpoint, endpointQueries } from "../../api/endpoints";

export interface ModelUse {
  endpoint: string;
  version: number;
  share: number;
  shadow: boolean;
}

export function findModelUses(endpoints: readonly Endpoint[], model: string): ModelUse[] {
  return endpoints.flatMap(({ name, deployments }) =>
    deployments.flatMap(({ source, state, share, shadow }) =>
      source.model_id === model && source.version !== null && state === "ready" && (share > 0 || shadow)
        ? [{ endpoint: name, version: source.version, share, shadow }]
        : [],
    ),
  );
}

/** The models by which an endpoint answers. */
export function useUsedModels(): ReadonlySet<string> {
  const { data = [] } = useQuery(endpointQueries.all());
  return useMemo(() => {
    const models = data.flatMap(({ deployments }) => deployments.map(({ source }) => source.model_id));
    return new Set(models.filter((id) => id !== null && findModelUses(data, id).length > 0) as string[]);
  }, [data]);
}

/** Undefined until it is known. */
export function useModelUses(model: string): ModelUse[] | undefined {
  const { data } = useQuery(endpointQueries.all());
  return useMemo(() => data && findModelUses(data, model), [data, model]);
}
