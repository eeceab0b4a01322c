/** Pipelines: published designs, their versions and runs; and the lineage of what is kept under names. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { ApiError, deleteResource, getJson, patchJson, postJson } from "./client";
import { queryClient } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Pipeline = Schemas["PipelineRead"];
export type PipelineSummary = Schemas["PipelineSummary"];
export type PipelineVersion = Schemas["PipelineVersionRead"];
export type PipelineVersionDocument = Schemas["PipelineVersionDocument"];
export type PipelineRun = Schemas["PipelineRunRead"];
export type PublishDraft = Schemas["PublishDraftRead"];
export type RunForm = Schemas["RunFormRead"];
export type DeclaredParameter = Schemas["DeclaredParameter"];
export type DeclaredInput = Schemas["DeclaredInput"];
export type Lineage = Schemas["LineageRead"];
export type LineageThing = Schemas["LineageThing"];
export type LineageRun = Schemas["LineageRun"];
export type DatasetChoice = Schemas["DatasetChoiceCreate"];
export type ValueProblem = Schemas["ValueProblemRead"];

const PATH = "/api/pipelines";
/** While a run is under way, its pipeline is looked at so often. */
const POLL_MILLISECONDS = 1_500;
const RUNS_SHOWN = 60;

const isUnderWay = ({ run }: PipelineRun): boolean => run.state === "queued" || run.state === "running";

export const pipelineQueries = {
  all: () => queryOptions({ queryKey: ["pipelines"], queryFn: () => getJson<PipelineSummary[]>(PATH) }),
  one: (id: string) => queryOptions({ queryKey: ["pipelines", id], queryFn: () => getJson<Pipeline>(`${PATH}/${id}`) }),
  version: (id: string, version: number) =>
    queryOptions({
      queryKey: ["pipelines", id, "version", version],
      queryFn: () => getJson<PipelineVersionDocument>(`${PATH}/${id}/versions/${version}`),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  form: (id: string, version: number | null) =>
    queryOptions({
      queryKey: ["pipelines", id, "form", version],
      queryFn: () => getJson<RunForm>(`${PATH}/${id}/form${version === null ? "" : `?version=${version}`}`),
    }),
  runs: (id: string) =>
    queryOptions({
      queryKey: ["pipelines", id, "runs"],
      queryFn: () => getJson<PipelineRun[]>(`${PATH}/${id}/runs?limit=${RUNS_SHOWN}`),
      refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? POLL_MILLISECONDS : false),
    }),
  diff: (id: string, old: number, version: number) =>
    queryOptions({
      queryKey: ["pipelines", id, "diff", old, version],
      queryFn: () => getJson<Schemas["DesignDiffRead"]>(`${PATH}/${id}/diff?old=${old}&new=${version}`),
    }),
  lineage: (path: string) =>
    queryOptions({ queryKey: ["lineage", path], queryFn: () => getJson<Lineage>(`/api/lineage/${path}`) }),
};

export const usePipelines = () => useQuery(pipelineQueries.all());
export const usePipeline = (id: string) => useQuery(pipelineQueries.one(id));
export const usePipelineRuns = (id: string) => useQuery(pipelineQueries.runs(id));

async function refreshAfter<Answer>(change: Promise<Answer>): Promise<Answer> {
  const answer = await change;
  await queryClient.invalidateQueries({ queryKey: ["pipelines"] });
  return answer;
}

export const readPublishDraft = (design: string) => getJson<PublishDraft>(`/api/designs/${design}/publication`);
export const publishPipeline = (design: string, body: Schemas["PublishCreate"]) =>
  refreshAfter(postJson<Pipeline>(`/api/designs/${design}/pipelines`, body));
export const updatePipeline = (id: string, changes: Schemas["PipelineUpdate"]) =>
  refreshAfter(patchJson<Pipeline>(`${PATH}/${id}`, changes));
export const disableVersion = (id: string, version: number, disabled: boolean, reason = "") =>
  refreshAfter(patchJson(`${PATH}/${id}/versions/${version}`, { disabled, reason }));
export const savePipelineAsModule = (id: string) => refreshAfter(postJson<Pipeline>(`${PATH}/${id}/module`));
export const deletePipeline = (id: string) => refreshAfter(deleteResource(`${PATH}/${id}`));
export const restorePipeline = (id: string) => refreshAfter(postJson(`${PATH}/${id}/restore`));

export const startPipelineRun = (id: string, body: Schemas["PipelineRunCreate"]) =>
  refreshAfter(postJson<PipelineRun>(`${PATH}/${id}/runs`, body));

/** What is wrong with the values of a run that the server refused; each with its field. */
export const getValueProblems = (error: unknown): ValueProblem[] =>
  error instanceof ApiError ? error.problems.filter((problem) => "kind" in problem) : [];
