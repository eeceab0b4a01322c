/** Numbers: predicted against true, and how far off the predictions are. */

import { useMemo } from "react";
import type { RegressionDetails } from "../../../api/artifactViews";
import { formatCount, formatShort } from "../../../lib/format";
import { evaluationChartTexts, exploreTexts } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { getSeriesColor, ReferenceLine } from "../../../ui/charts/chartMarks";
import { computeExtent, type Domain } from "../../../ui/charts/chartScale";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import type { EvaluatedModel, EvaluationChartsProps } from "./EvaluationView";
import { MetricCards } from "./MetricCards";
import { buildMetricCards } from "./Multiclass";
import { ResidualQuantileChart, ResidualsAgainstPredicted } from "./ResidualCharts";

export function RegressionEvaluation({ models, focus, besides }: EvaluationChartsProps<RegressionDetails>) {
  const histogram = (index: number) => (
    <ResidualHistogram
      details={models[index]!.details}
      name={models[index]!.name}
      color={models.length > 1 ? getSeriesColor(index) : "var(--bar)"}
    />
  );
  const shown = besides ?? [focus];
  return (
    <>
      <MetricCards tiles={buildMetricCards(models)} focus={focus} />
      <div className="regression-row">
        <PredictedAgainstTrue models={models} focus={focus} />
        {histogram(shown[0]!)}
        {shown.length > 1 && <span />}
        {shown.length > 1 && histogram(shown[1]!)}
        {shown.map((index) => (
          <ResidualsAgainstPredicted key={`against ${index}`} model={models[index]!} index={index} />
        ))}
        {shown.map((index) => (
          <ResidualQuantileChart key={`quantiles ${index}`} model={models[index]!} index={index} />
        ))}
      </div>
    </>
  );
}

function PredictedAgainstTrue({ models, focus }: Omit<EvaluationChartsProps<RegressionDetails>, "besides">) {
  const details = (models[focus] ?? models[0]!).details;
  const domain = useMemo<Domain>(
    () =>
      computeExtent(
        models.flatMap((model) => model.details.points.flat()),
        0.02,
      ),
    [models],
  );
  const shown = details.points.length;
  const words = texts.evaluation.predicted;
  return (
    <Plot
      title={words.title}
      caption={shown < details.rows ? words.sampled(formatCount(shown), formatCount(details.rows)) : words.caption}
      label={words.label(formatCount(shown), details.label)}
      xLabel={words.x(details.label)}
      xDomain={domain}
      yDomain={domain}
      height={380}
      table={() => ({
        columns: [evaluationChartTexts.model, evaluationChartTexts.true, evaluationChartTexts.predicted],
        rows: models.flatMap(({ name, details: { points } }) => points.map(([truth, guess]) => [name, truth, guess])),
      })}
    >
      {(scales) => (
        <>
          <ReferenceLine from={[domain[0], domain[0]]} to={[domain[1], domain[1]]} scales={scales} />
          {orderFocusLast(models, focus).map(({ model, index }) => (
            <PredictionDots
              key={`${index} ${model.name}`}
              model={model}
              index={index}
              dim={index !== focus}
              scales={scales}
            />
          ))}
          <text x={scales.box.right - 22} y={scales.box.top + 12} textAnchor="end">
            {words.diagonal}
          </text>
        </>
      )}
    </Plot>
  );
}

/** The models with their places, the one in focus last, so that it is drawn on top. */
function orderFocusLast(models: EvaluatedModel<RegressionDetails>[], focus: number) {
  const placed = models.map((model, index) => ({ model, index }));
  return [...placed.filter(({ index }) => index !== focus), ...placed.filter(({ index }) => index === focus)];
}

interface PredictionDotsProps {
  model: EvaluatedModel<RegressionDetails>;
  index: number;
  dim: boolean;
  scales: PlotScales;
}

/** One path with a round cap per point: cheaper than thousands of circles. */
function PredictionDots({ model, index, dim, scales }: PredictionDotsProps) {
  const path = model.details.points
    .map(([truth, predicted]) => `M${scales.x(truth).toFixed(1)} ${scales.y(predicted).toFixed(1)}h0`)
    .join("");
  const many = model.details.points.length > 500;
  return (
    <path
      d={path}
      stroke={getSeriesColor(index)}
      strokeWidth={many ? 4 : 6}
      strokeLinecap="round"
      strokeOpacity={dim ? 0.3 : many ? 0.5 : 0.7}
      fill="none"
    />
  );
}

interface ResidualHistogramProps {
  details: RegressionDetails;
  name: string;
  color: string;
}

function ResidualHistogram({ details: { residuals, label, rows }, name, color }: ResidualHistogramProps) {
  const words = texts.evaluation.residuals;
  const xDomain: Domain = [residuals.edges[0] ?? -1, residuals.edges.at(-1) ?? 1];
  const most = Math.max(1, ...residuals.counts);
  return (
    <Plot
      title={words.title}
      caption={words.caption(name)}
      label={words.label(formatCount(rows), formatShort(xDomain[0]), formatShort(xDomain[1]))}
      xLabel={words.x(label)}
      xDomain={xDomain}
      yDomain={[0, most]}
      height={380}
      table={() => ({
        columns: [exploreTexts.from, exploreTexts.to, exploreTexts.rows],
        rows: residuals.counts.map((value, at) => [residuals.edges[at]!, residuals.edges[at + 1]!, value]),
      })}
    >
      {({ x, y, box }) => (
        <>
          {residuals.counts.map((value, at) => {
            const [left, right] = [x(residuals.edges[at]!), x(residuals.edges[at + 1]!)];
            return (
              <rect
                key={residuals.edges[at]}
                x={left}
                width={Math.max(1, right - left - 1)}
                y={y(value)}
                height={box.bottom - y(value)}
                fill={color}
              >
                <title>
                  {words.bin(
                    formatShort(residuals.edges[at]!),
                    formatShort(residuals.edges[at + 1]!),
                    formatCount(value),
                  )}
                </title>
              </rect>
            );
          })}
          {xDomain[0] < 0 && xDomain[1] > 0 && <path d={`M${x(0)} ${box.top}V${box.bottom}`} className="reference" />}
        </>
      )}
    </Plot>
  );
}
