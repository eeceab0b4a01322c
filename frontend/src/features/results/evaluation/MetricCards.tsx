/** One tile per metric: the model in focus large, the others small, and all of them as dots on one line. */

import { useElementSize } from "@mantine/hooks";
import { formatMetrics, type Metric } from "../../../lib/metrics";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { createLinearScale } from "../../../ui/charts/chartScale";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { MetricName } from "../../../ui/MetricName";
import "./metricCards.css";

export interface MetricCardData {
  metric: Metric;
  /** Right of the title; the metric's own hint if not given. */
  hint?: string;
  /** One value per model. */
  values: (number | null | undefined)[];
}

/** `training` are the metrics of the model in focus on rows that it learned from, where they were measured. */
export function MetricCards({
  tiles,
  focus,
  training,
}: {
  tiles: MetricCardData[];
  focus: number;
  training?: Record<string, number>;
}) {
  return (
    <dl className="tiles">
      {tiles.map((tile) => (
        <MetricCard key={tile.metric.title} tile={tile} focus={focus} trained={training?.[tile.metric.name]} />
      ))}
    </dl>
  );
}

function MetricCard({
  tile: { metric, hint, values },
  focus,
  trained,
}: {
  tile: MetricCardData;
  focus: number;
  trained?: number;
}) {
  const several = values.length > 1;
  const words = formatMetrics(metric, values);
  const known = trained === undefined ? hint : texts.evaluation.inTraining(formatMetrics(metric, [trained])[0]!);
  return (
    <div className="tile">
      <dt>
        <MetricName metric={metric} className="tile-title" />
        <span className="tile-hint">
          {known ?? (metric.better === "lower" ? texts.evaluation.lessIsBetter : metric.hint)}
        </span>
      </dt>
      <dd>
        <span className="tile-value" style={{ color: several ? getSeriesColor(focus) : "var(--ink)" }}>
          {words[focus]}
        </span>
        {values.slice(0, 4).map(
          (_, index) =>
            index !== focus && (
              <span key={getSeriesColor(index)} className="tile-other" style={{ color: getSeriesColor(index) }}>
                {words[index]}
              </span>
            ),
        )}
        {several && <Dumbbell values={values} focus={focus} />}
      </dd>
    </div>
  );
}

function Dumbbell({ values, focus }: { values: MetricCardData["values"]; focus: number }) {
  const { ref, width } = useElementSize();
  const known = values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  const middle = (Math.min(...known) + Math.max(...known)) / 2;
  const reach = Math.max(1.6 * (Math.max(...known) - Math.min(...known)), 0.08 * Math.abs(middle), 1e-9);
  const x = createLinearScale([middle - reach, middle + reach], [5, Math.max(10, width - 5)]);
  return (
    <div ref={ref} className="dumbbell">
      {width > 0 && known.length > 0 && (
        <svg width={width} height={12} aria-hidden="true">
          <path d={`M0 6.5H${width}`} className="plot-frame" />
          <path d={`M${x(Math.min(...known))} 6.5H${x(Math.max(...known))}`} className="dumbbell-bar" />
          {values.map((value, index) =>
            typeof value === "number" && Number.isFinite(value) ? (
              <circle
                key={getSeriesColor(index)}
                cx={x(value)}
                cy={6.5}
                r={index === focus ? 4.5 : 4}
                fill={getSeriesColor(index)}
                className="dumbbell-dot"
              />
            ) : null,
          )}
        </svg>
      )}
    </div>
  );
}
