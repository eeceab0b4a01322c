/** Quantiles: the predicted range of each row, and whether as many rows lie below each quantile as should. */

import type { QuantileDetails } from "../../../api/artifactViews";
import { formatCount, formatFixed, formatPercent, formatShort } from "../../../lib/format";
import { modelKindTexts } from "../../../messages/modelKindTexts";
import { getSeriesColor, ReferenceLine } from "../../../ui/charts/chartMarks";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import type { EvaluationChartsProps } from "./EvaluationView";
import { MetricCards } from "./MetricCards";
import { buildMetricCards } from "./Multiclass";

const texts = modelKindTexts.quantiles;

export function QuantileEvaluation({ models, focus }: EvaluationChartsProps<QuantileDetails>) {
  const model = models[focus] ?? models[0]!;
  return (
    <>
      <MetricCards tiles={buildMetricCards(models)} focus={focus} />
      <div className="regression-row">
        <QuantileRanges details={model.details} color={getSeriesColor(focus)} />
        <QuantileCalibration models={models} />
      </div>
    </>
  );
}

function QuantileRanges({ details, color }: { details: QuantileDetails; color: string }) {
  const middle = Math.floor((details.quantiles.length + 1) / 2);
  const rows = [...details.intervals].sort((one, other) => one[middle]! - other[middle]!);
  const shown = formatCount(rows.length);
  return (
    <Plot
      title={texts.ranges}
      caption={texts.rangesCaption(shown)}
      label={texts.rangesLabel(shown, details.label)}
      xLabel={texts.x}
      xDomain={[0, rows.length + 1]}
      yDomain={[details.range.min, details.range.max]}
      xTick={() => ""}
      height={380}
    >
      {(scales) =>
        rows.map((row, at) => <QuantileRange key={at} row={row} at={at + 1} scales={scales} color={color} />)
      }
    </Plot>
  );
}

interface QuantileRangeProps {
  row: number[];
  at: number;
  scales: PlotScales;
  color: string;
}

function QuantileRange({ row, at, scales: { x, y }, color }: QuantileRangeProps) {
  const [truth, low, high] = [row[0]!, row[1]!, row.at(-1)!];
  const outside = truth < low || truth > high;
  return (
    <g>
      <path d={`M${x(at)} ${y(low)}V${y(high)}`} stroke={color} strokeOpacity={0.42} strokeWidth={2.4} />
      <circle
        cx={x(at)}
        cy={y(truth)}
        r={2.6}
        fill={outside ? "var(--series-2)" : "var(--paper)"}
        stroke={outside ? "var(--series-2)" : "var(--ink-2)"}
        strokeWidth={1}
      >
        <title>{`${formatShort(truth)} (${formatShort(low)} – ${formatShort(high)})`}</title>
      </circle>
    </g>
  );
}

function QuantileCalibration({ models }: { models: EvaluationChartsProps<QuantileDetails>["models"] }) {
  return (
    <Plot
      title={texts.calibration}
      caption={texts.calibrationCaption}
      label={texts.calibrationLabel(models[0]?.details.quantiles.length ?? 0)}
      xLabel={texts.calibrationX}
      xDomain={[0, 1]}
      yDomain={[0, 1]}
      height={380}
    >
      {(scales) => (
        <>
          <ReferenceLine from={[0, 0]} to={[1, 1]} scales={scales} />
          {models.map((model, index) =>
            model.details.quantiles.map(({ quantile, below, loss }) => (
              <circle
                key={`${index} ${quantile}`}
                cx={scales.x(quantile)}
                cy={scales.y(below)}
                r={5.5}
                fill={getSeriesColor(index)}
              >
                <title>{texts.point(formatFixed(quantile, 2), formatPercent(below), formatShort(loss))}</title>
              </circle>
            )),
          )}
        </>
      )}
    </Plot>
  );
}
