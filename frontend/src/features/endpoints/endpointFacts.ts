/** What is known of an endpoint, in a few words. */

import type { ColumnDrift, Deployment, Endpoint, RequestRow, RequestValue, SignatureFacts } from "../../api/endpoints";
import { formatFixed } from "../../lib/format";
import { endpointTexts as texts } from "../../messages/endpointTexts";

export type EndpointState = keyof typeof texts.states;

/** Seconds as milliseconds, or as seconds where they are many. */
export function formatLatency(seconds: number | null): string {
  if (seconds === null) return "–";
  const milliseconds = seconds * 1000;
  if (milliseconds >= 1000) return `${formatFixed(seconds, 1)} s`;
  return `${formatFixed(milliseconds, milliseconds < 10 ? 1 : 0)} ms`;
}

export const listAnswering = (endpoint: Endpoint): Deployment[] => endpoint.deployments.filter((one) => one.share > 0);

/** The version that answers most requests. */
export const findMain = (endpoint: Endpoint): Deployment | undefined =>
  listAnswering(endpoint).sort((one, other) => other.share - one.share)[0];

export function getState(endpoint: Endpoint): EndpointState {
  if (endpoint.paused_at) return "paused";
  const answering = listAnswering(endpoint);
  if (answering.length === 0) return "silent";
  if (answering.some((one) => one.running > 0)) return "answering";
  return answering.some((one) => one.starting) ? "starting" : "idle";
}

/** The finding of the page in a sentence: the worst thing that is known comes after "but". */
export function describeEndpoint(endpoint: Endpoint, drift: ColumnDrift[]): string {
  const { headline } = texts;
  if (endpoint.paused_at) return headline.paused;
  if (listAnswering(endpoint).length === 0) return headline.silent;
  if (endpoint.requests === 0) return headline.quiet;
  const time = formatLatency(endpoint.p50);
  if (endpoint.failed > 0) return headline.failed(time, endpoint.failed);
  const drifted = drift.find((column) => column.verdict === "drifted");
  if (drifted) return headline.drifted(time, drifted.name);
  const known = drift.length > 0 && drift.every((column) => column.verdict === "steady");
  return known ? headline.steady(time) : headline.answers(time);
}

/** The text of a value in a field. */
export const toFieldText = (value: RequestValue | undefined): string =>
  value === null || value === undefined ? "" : String(value);

/**
 * The value that a text in a field stands for; undefined where it is none of its type. A comma is a decimal mark for some and
 * groups thousands for others: such a number is not guessed.
 */
export function parseField(text: string, type: string): RequestValue | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (type === "boolean") return trimmed === "true";
  if (type !== "integer" && type !== "real") return text;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}

/** The row in the fields; null where one of them is not of its type. */
export function parseRow(fields: Record<string, string>, columns: SignatureFacts["columns"]): RequestRow | null {
  const row: RequestRow = {};
  for (const column of columns) {
    const value = parseField(fields[column.name] ?? "", column.type);
    if (value === undefined) return null;
    row[column.name] = value;
  }
  return row;
}
