/** The commands that start the run that a form describes. */

import type { Json } from "../../api/designDocument";
import type { DatasetChoice } from "../../api/pipelines";

export interface DescribedRun {
  commandName: string;
  pipelineId: string;
  version: number;
  isDefaultVersion: boolean;
  values: Readonly<Record<string, Json>>;
  choices: Readonly<Record<string, DatasetChoice>>;
  /** {dataset: its name} */
  names: Readonly<Record<string, string>>;
}

const quote = (text: string): string => (/^[\w.,:=/-]+$/.test(text) ? text : `"${text.replace(/(["\\$`])/g, "\\$1")}"`);

const writeValue = (value: Json): string => quote(typeof value === "string" ? value : JSON.stringify(value));

const breakLines = (parts: readonly string[]): string => parts.join(" \\\n  ");

/** `designery pipeline run retrain-nightly --set trees=300 --input data="Bike share"` */
export function writeCommand(run: DescribedRun): string {
  return breakLines([
    `designery pipeline run ${quote(run.commandName)}`,
    ...(run.isDefaultVersion ? [] : [`--version ${run.version}`]),
    ...Object.entries(run.values).map(([name, value]) => `--set ${name}=${writeValue(value)}`),
    ...Object.entries(run.choices).map(([name, choice]) => {
      const version = choice.version === null || choice.version === undefined ? "" : `@${choice.version}`;
      return `--input ${name}=${quote(`${run.names[choice.dataset] ?? choice.dataset}${version}`)}`;
    }),
  ]);
}

/** The same as a request to the server at this address. */
export function writeRequest(run: DescribedRun, origin: string): string {
  const body = {
    ...(run.isDefaultVersion ? {} : { version: run.version }),
    parameters: run.values,
    inputs: run.choices,
  };
  return breakLines([
    `curl ${origin}/api/pipelines/${run.pipelineId}/runs`,
    '-H "Authorization: Bearer $DESIGNERY_TOKEN"',
    '-H "Content-Type: application/json"',
    `-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`,
  ]);
}
