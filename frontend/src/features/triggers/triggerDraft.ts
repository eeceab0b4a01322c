/** What the dialog of a trigger begins with, and whether it can be saved. */

import type { Trigger, TriggerFields, TriggerKind } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";
import { READER_ZONE } from "./zonedTimes";

const NO_KIND = { schedule: null, data_change: null, pipeline_end: null, webhook: null };

/** Of several web hooks each has a name of its own from the start. */
function nameHook(others: Trigger[]): string {
  const hooks = others.filter(({ kind }) => kind === "webhook");
  const names = new Set(hooks.map(({ name }) => name));
  let number = hooks.length + 1;
  while (names.has(triggerTexts.hookName(number))) number += 1;
  return hooks.length === 0 ? "" : triggerTexts.hookName(number);
}

export function createTriggerDraft(kind: TriggerKind, trigger?: Trigger, others: Trigger[] = []): TriggerFields {
  if (trigger) {
    const { schedule, data_change, pipeline_end, webhook, version, parameters, inputs } = trigger;
    const name = trigger.name === trigger.words ? "" : trigger.name;
    return { name, schedule, data_change, pipeline_end, webhook, version, parameters, inputs };
  }
  const common = { name: "", version: null, parameters: {}, inputs: {}, ...NO_KIND };
  switch (kind) {
    case "schedule":
      return {
        ...common,
        schedule: {
          cron: "0 6 * * *",
          time_zone: READER_ZONE,
          missed: "run_once",
          max_missed: 100,
          overlap: "skip",
          jitter_seconds: 0,
          ends_at: null,
        },
      };
    case "data_change":
      return {
        ...common,
        data_change: {
          source: "dataset",
          dataset: "",
          url: "",
          connection: "",
          path: "",
          query: "",
          every_seconds: 600,
          overlap: "queue",
        },
      };
    case "pipeline_end":
      return { ...common, pipeline_end: { pipeline: "", after: "success", overlap: "queue" } };
    case "webhook":
      return { ...common, name: nameHook(others), webhook: { takes_parameters: false, overlap: "allow" } };
  }
}

export function isCompleteTrigger({ schedule, data_change: data, pipeline_end: end }: TriggerFields): boolean {
  if (schedule) return schedule.cron.trim() !== "";
  if (end) return end.pipeline !== "";
  if (!data) return true;
  const filled = (text: string | undefined): boolean => (text ?? "").trim() !== "";
  if (data.source === "dataset") return filled(data.dataset);
  if (data.source === "url") return filled(data.url);
  return filled(data.connection) && filled(data.source === "storage" ? data.path : data.query);
}
