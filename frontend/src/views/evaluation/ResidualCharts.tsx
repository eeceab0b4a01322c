/** Residuals against what was predicted, and against a normal distribution. */

import { useMemo } from "react";
import type { RegressionDetails } from "../../api/views";
import { judging as say } from "../../messages/looking";
import { Reference, seriesColor } from "../charts/marks";
import { Plot, type Scales } from "../charts/Plot";
import { extent } from "../charts/scale";
import { count } from "../format";
import type { Point } from "../metrics";
import type { Judged } from "./EvaluationView";
import { quantilePoints } from "./quantiles";

interface Props {
  model: Judged<RegressionDetails>;
  index: number;
}

export function ResidualsAgainstPredicted({ model: { name, details }, index }: Props) {
  const words = say.residualsAgainst;
  const points = useMemo<Point[]>(
    () => details.points.map(([truth, predicted]) => [predicted, truth - predicted]),
    [details],
  );
  const xDomain = extent(
    points.map(([x]) => x),
    0.02,
  );
  return (
    <Plot
      title={words.title}
      caption={`${name}: ${words.caption}`}
      label={words.label(count(points.length))}
      xLabel={words.x(details.label)}
      xDomain={xDomain}
      yDomain={extent([0, ...points.map(([, y]) => y)], 0.04)}
      height={300}
      table={() => ({ columns: [say.predicted, say.residual], rows: points })}
    >
      {(scales) => (
        <>
          <Reference from={[xDomain[0], 0]} to={[xDomain[1], 0]} scales={scales} />
          <Dots points={points} scales={scales} color={seriesColor(index)} />
        </>
      )}
    </Plot>
  );
}

export function ResidualQuantiles({ model: { name, details }, index }: Props) {
  const words = say.quantiles;
  const points = useMemo(
    () => quantilePoints(details.points.map(([truth, predicted]) => truth - predicted)),
    [details],
  );
  const reach = Math.max(1, ...points.flat().map(Math.abs)) * 1.04;
  const across = Math.max(1, ...points.map(([x]) => Math.abs(x))) * 1.04;
  return (
    <Plot
      title={words.title}
      caption={`${name}: ${words.caption}`}
      label={words.label(count(points.length))}
      xLabel={words.x}
      xDomain={[-across, across]}
      yDomain={[-reach, reach]}
      height={300}
      table={() => ({ columns: [words.x, words.y], rows: points })}
    >
      {(scales) => (
        <>
          <Reference from={[-across, -across]} to={[across, across]} scales={scales} />
          <Dots points={points} scales={scales} color={seriesColor(index)} />
        </>
      )}
    </Plot>
  );
}

/** One path with a round cap per point: cheaper than thousands of circles. */
export function Dots({ points, scales, color }: { points: Point[]; scales: Scales; color: string }) {
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
