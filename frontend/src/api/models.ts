/** The model registry: registered models, their versions and aliases. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { deleteResource, getJson, patchJson, postForFile, postJson, putJson } from "./client";
import { queryClient } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type RegisteredModel = Schemas["ModelRead"];
export type ModelVersionSummary = Schemas["ModelVersionSummary"];
export type ModelVersion = Schemas["ModelVersionRead"];
export type ModelVersionCreate = Schemas["ModelVersionCreate"];
export type VersionInterval = Schemas["VersionInterval"];
export type ModelFileForm = Schemas["ModelExport"]["format"];
export type SignatureColumn = Schemas["SignatureColumn"];

const PATH = "/api/models";
/** The alias of the version that is to be used. */
export const CHAMPION = "champion";

export const modelQueries = {
  all: () => queryOptions({ queryKey: ["models"], queryFn: () => getJson<RegisteredModel[]>(PATH) }),
  version: (model: string, version: number) =>
    queryOptions({
      queryKey: ["models", model, version],
      queryFn: () => getJson<ModelVersion>(getVersionPath(model, version)),
    }),
};

/** The newest first; registering a version changes them. */
export const useVersionIntervals = (model: string) =>
  useQuery({
    queryKey: ["models", model, "intervals"],
    queryFn: () => getJson<VersionInterval[]>(`${PATH}/${model}/intervals`),
  });

export const useModels = () => useQuery(modelQueries.all());
export const useModelVersion = (model: string, version: number) => useQuery(modelQueries.version(model, version));

export const getVersionPath = (model: string, version: number): string => `${PATH}/${model}/versions/${version}`;

async function refreshAfter<Answer>(change: Promise<Answer>): Promise<Answer> {
  const answer = await change;
  await queryClient.invalidateQueries({ queryKey: ["models"] });
  return answer;
}

export const registerModel = (version: ModelVersionCreate) => refreshAfter(postJson<ModelVersion>(PATH, version));
export const updateModel = (model: string, changes: Schemas["ModelUpdate"]) =>
  refreshAfter(patchJson(`${PATH}/${model}`, changes));
export const updateModelVersion = (model: string, version: number, changes: Schemas["ModelVersionUpdate"]) =>
  refreshAfter(patchJson(getVersionPath(model, version), changes));
export const setModelAlias = (model: string, alias: string, version: number) =>
  refreshAfter(putJson(`${PATH}/${model}/aliases/${alias}`, { version }));
export const deleteModelAlias = (model: string, alias: string) =>
  refreshAfter(deleteResource(`${PATH}/${model}/aliases/${alias}`));
export const deleteModelVersion = (model: string, version: number) =>
  refreshAfter(deleteResource(getVersionPath(model, version)));
export const deleteModel = (model: string) => refreshAfter(deleteResource(`${PATH}/${model}`));
export const restoreModel = (model: string) => refreshAfter(postJson(`${PATH}/${model}/restore`));
/** A version as a zip that works without Designery; refused where the model has no such form. */
export const exportModelVersion = (model: string, version: number, format: ModelFileForm): Promise<Blob> =>
  postForFile(`${getVersionPath(model, version)}/export`, { format });
