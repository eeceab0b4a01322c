/** Triggers of pipelines, and what became of each time they were due. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { deleteResource, fetchPage, getJson, postJson, putJson } from "./client";
import { queryClient } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Trigger = Schemas["TriggerRead"];
export type TriggerFields = Schemas["TriggerFields"];
export type TriggerKind = Trigger["kind"];
export type ScheduleSettings = Schemas["ScheduleSettings"];
export type DataChangeSettings = Schemas["DataChangeSettings"];
export type PipelineEndSettings = Schemas["PipelineEndSettings"];
export type WebhookTriggerSettings = Schemas["WebhookTriggerSettings"];
export type Firing = Schemas["FiringRead"];
export type UpcomingTime = Schemas["UpcomingRead"];
export type Backfill = Schemas["BackfillRead"];

/** States change by themselves: what is seen is read anew so often. */
const REFRESH_MILLISECONDS = 5_000;
const FIRINGS_PER_PAGE = 30;

const triggerQueries = {
  ofPipeline: (pipeline: string) =>
    queryOptions({
      queryKey: ["triggers", pipeline],
      queryFn: () => getJson<Trigger[]>(`/api/pipelines/${pipeline}/triggers`),
      refetchInterval: REFRESH_MILLISECONDS,
    }),
  firings: (trigger: string) =>
    infiniteQueryOptions({
      queryKey: ["triggers", "firings", trigger],
      queryFn: ({ pageParam }) =>
        fetchPage<Firing>(
          `/api/triggers/${trigger}/firings?${new URLSearchParams({
            limit: String(FIRINGS_PER_PAGE),
            ...(pageParam === null ? {} : { after: pageParam }),
          })}`,
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  preview: (schedule: ScheduleSettings) =>
    queryOptions({
      queryKey: ["triggers", "preview", schedule],
      queryFn: () => postJson<Schemas["SchedulePreviewRead"]>("/api/triggers/preview", { schedule }),
      placeholderData: keepPreviousData,
      retry: false,
    }),
  pipelines: () =>
    queryOptions({
      queryKey: ["pipelines"],
      queryFn: () => getJson<Schemas["PipelineSummary"][]>("/api/pipelines"),
    }),
};

export const useTriggers = (pipeline: string) => useQuery(triggerQueries.ofPipeline(pipeline));
export const useFirings = (trigger: string) => useInfiniteQuery(triggerQueries.firings(trigger));
export const useSchedulePreview = (schedule: ScheduleSettings) => useQuery(triggerQueries.preview(schedule));
export const usePipelineNames = () => useQuery(triggerQueries.pipelines());

async function refreshAfter<Answer>(change: Promise<Answer>): Promise<Answer> {
  const answer = await change;
  await queryClient.invalidateQueries({ queryKey: ["triggers"] });
  return answer;
}

export const createTrigger = (pipeline: string, fields: TriggerFields) =>
  refreshAfter(postJson<Schemas["TriggerCreated"]>(`/api/pipelines/${pipeline}/triggers`, fields));
export const updateTrigger = (trigger: string, fields: TriggerFields) =>
  refreshAfter(putJson<Trigger>(`/api/triggers/${trigger}`, fields));
export const deleteTrigger = (trigger: string) => refreshAfter(deleteResource(`/api/triggers/${trigger}`));
export const pauseTrigger = (trigger: string) => refreshAfter(postJson(`/api/triggers/${trigger}/pause`, {}));
export const resumeTrigger = (trigger: string) => refreshAfter(postJson(`/api/triggers/${trigger}/resume`));
export const skipNextTime = (trigger: string) => refreshAfter(postJson(`/api/triggers/${trigger}/skip`));
export const runTrigger = (trigger: string) => refreshAfter(postJson<Firing>(`/api/triggers/${trigger}/run`));
export const rotateTriggerSecret = (trigger: string) =>
  postJson<Schemas["TriggerSecretRead"]>(`/api/triggers/${trigger}/secret`);
/** How many times a backfill would run; starts nothing. */
export const countBackfill = (trigger: string, range: { since: string; until: string }) =>
  postJson<Backfill>(`/api/triggers/${trigger}/backfill`, { ...range, dry_run: true });
export const backfillTrigger = (trigger: string, body: Schemas["BackfillCreate"]) =>
  refreshAfter(postJson<Backfill>(`/api/triggers/${trigger}/backfill`, body));
export const cancelBackfill = (trigger: string) => refreshAfter(deleteResource(`/api/triggers/${trigger}/backfill`));
