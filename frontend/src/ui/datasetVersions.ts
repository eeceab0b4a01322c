/** The versions of a dataset, as a field offers them: the newest, whichever that is, or one of them. */

import type { DatasetSummary } from "../api/apiTypes";
import { pipelineTexts } from "../messages/pipelineTexts";

const texts = pipelineTexts.form;
export const NEWEST = "newest";

/** `state` is what is known of a dataset that is no longer listed. */
export function listVersions(
  dataset: DatasetSummary | undefined,
  state: { newest: number | null; rows: number | null } | undefined,
) {
  const newest = dataset ?? state;
  const number = dataset?.version ?? state?.newest ?? 1;
  return [
    { value: NEWEST, label: texts.newest(number, newest?.rows ?? null) },
    ...(dataset?.versions ?? []).map((one) => ({
      value: String(one.version),
      label: texts.oneVersion(one.version, one.rows),
    })),
  ];
}
