/** An alert in words: what it watches, and when it is over its limit. */

import type { EndpointAlert } from "../../api/endpoints";
import { formatFixed, formatPercent, formatShort } from "../../lib/format";
import { findMetric, formatMetric } from "../../lib/metrics";
import { endpointAlertTexts as texts } from "../../messages/endpointAlertTexts";
import { formatLatency } from "./endpointFacts";

type Watched = Pick<EndpointAlert, "kind" | "subject" | "threshold" | "minutes">;

export function nameAlert({ kind, subject }: Watched): string {
  if (kind === "drift") return texts.names.drift(subject);
  return kind === "metric" ? texts.names.metric(findMetric(subject).title) : texts.names[kind];
}

function describeLimit({ kind, subject, threshold }: Watched): string {
  const { limits } = texts;
  if (kind === "silence") return limits.silence;
  if (threshold === null) return limits.ownLimit;
  if (kind === "drift") return limits.drift(formatFixed(threshold, 2));
  if (kind === "errors") return limits.errors(formatPercent(threshold, threshold < 0.1 ? 1 : 0));
  if (kind === "latency") return limits.latency(formatLatency(threshold));
  const metric = findMetric(subject);
  const value = formatMetric(metric, threshold);
  return metric.better === "higher" ? limits.below(value) : limits.over(value);
}

/** "15 minutes", "an hour", "3 days". */
export function formatPeriod(minutes: number): string {
  const known: Record<string, string> = texts.form.periods;
  const found = known[String(minutes)];
  if (found) return found;
  if (minutes % 1440 === 0) return `${minutes / 1440} days`;
  return minutes % 60 === 0 ? `${minutes / 60} hours` : `${formatShort(minutes)} minutes`;
}

export const describeAlert = (alert: Watched): string =>
  `${describeLimit(alert)} ${texts.within(formatPeriod(alert.minutes))}`;

/** The finding of the page in a sentence. */
export function summarizeAlerts(alerts: readonly Pick<EndpointAlert, "state">[]): string {
  if (alerts.length === 0) return texts.none;
  const breached = alerts.filter(({ state }) => state === "breached").length;
  if (breached > 0) return texts.breached(breached, alerts.length);
  return alerts.every(({ state }) => state === "unknown") ? texts.unknown : texts.allFine;
}
