/** Residuals against what was predicted, and against a normal distribution. */

import { useMemo } from "react";
import type { RegressionDetails } from "../../../api/artifactViews";
import { formatCount } from "../../../lib/format";
import type { CurvePoint } from "../../../lib/metrics";
import { evaluationChartTexts as texts } from "../../../messages/chartTexts";
import { getSeriesColor, ReferenceLine } from "../../../ui/charts/chartMarks";
import { computeExtent } from "../../../ui/charts/chartScale";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import type { EvaluatedModel } from "./EvaluationView";
import { computeQuantilePoints } from "./residualQuantiles";

interface ResidualChartProps {
  model: EvaluatedModel<RegressionDetails>;
  index: number;
}

export function ResidualsAgainstPredicted({ model: { name, details }, index }: ResidualChartProps) {
  const words = texts.residualsAgainst;
  const points = useMemo<CurvePoint[]>(
    () => details.points.map(([truth, predicted]) => [predicted, truth - predicted]),
    [details],
  );
  const xDomain = computeExtent(
    points.map(([x]) => x),
    0.02,
  );
  return (
    <Plot
      title={words.title}
      caption={`${name}: ${words.caption}`}
      label={words.label(formatCount(points.length))}
      xLabel={words.x(details.label)}
      xDomain={xDomain}
      yDomain={computeExtent([0, ...points.map(([, y]) => y)], 0.04)}
      height={300}
      table={() => ({ columns: [texts.predicted, texts.residual], rows: points })}
    >
      {(scales) => (
        <>
          <ReferenceLine from={[xDomain[0], 0]} to={[xDomain[1], 0]} scales={scales} />
          <ResidualDots points={points} scales={scales} color={getSeriesColor(index)} />
        </>
      )}
    </Plot>
  );
}

export function ResidualQuantileChart({ model: { name, details }, index }: ResidualChartProps) {
  const words = texts.quantiles;
  const points = useMemo(
    () => computeQuantilePoints(details.points.map(([truth, predicted]) => truth - predicted)),
    [details],
  );
  const reach = Math.max(1, ...points.flat().map(Math.abs)) * 1.04;
  const across = Math.max(1, ...points.map(([x]) => Math.abs(x))) * 1.04;
  return (
    <Plot
      title={words.title}
      caption={`${name}: ${words.caption}`}
      label={words.label(formatCount(points.length))}
      xLabel={words.x}
      xDomain={[-across, across]}
      yDomain={[-reach, reach]}
      height={300}
      table={() => ({ columns: [words.x, words.y], rows: points })}
    >
      {(scales) => (
        <>
          <ReferenceLine from={[-across, -across]} to={[across, across]} scales={scales} />
          <ResidualDots points={points} scales={scales} color={getSeriesColor(index)} />
        </>
      )}
    </Plot>
  );
}

/** One path with a round cap per point: cheaper than thousands of circles. */
export function ResidualDots({ points, scales, color }: { points: CurvePoint[]; scales: PlotScales; color: string }) {
  const many = points.length > 500;
  return (
    <path
      d={points.map(([x, y]) => `M${scales.x(x).toFixed(1)} ${scales.y(y).toFixed(1)}h0`).join("")}
      stroke={color}
      strokeWidth={many ? 4 : 6}
      strokeLinecap="round"
      strokeOpacity={many ? 0.5 : 0.7}
      fill="none"
    />
  );
}
