/** The title of a metric; what it means is said when it is pointed at or has the focus. */

import type { Metric } from "../lib/metrics";
import { metricTexts as texts } from "../messages/metricTexts";
import "./metricFigure.css";

export function MetricName({ metric, className = "" }: { metric: Metric; className?: string }) {
  const words = explainMetric(metric);
  if (!words) return <span className={className}>{metric.title}</span>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what it means is said to who comes by keyboard, too
    <span className={`metric-name ${className}`} tabIndex={0} data-tip={words} aria-description={words}>
      {metric.title}
    </span>
  );
}

/** "How often ... is perfect. Higher is better." */
export const explainMetric = ({ definition, better }: Metric): string =>
  [definition, better && texts.better[better]].filter(Boolean).join(" ");
