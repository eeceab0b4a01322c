/** Quantiles: the predicted range of each row, and whether as many rows lie below each quantile as should. */

import type { QuantileDetails } from "../../api/views";
import { modelMessages } from "../../messages/models";
import { Reference, seriesColor } from "../charts/marks";
import { Plot, type Scales } from "../charts/Plot";
import { count, fixed, percent, short } from "../format";
import type { Charts } from "./EvaluationView";
import { metricTiles } from "./Multiclass";
import { Tiles } from "./Tiles";

const say = modelMessages.quantiles;

export function Quantiles({ models, focus }: Charts<QuantileDetails>) {
  const model = models[focus] ?? models[0]!;
  return (
    <>
      <Tiles tiles={metricTiles(models)} focus={focus} />
      <div className="regression-row">
        <Ranges details={model.details} color={seriesColor(focus)} />
        <QuantileCalibration models={models} />
      </div>
    </>
  );
}

function Ranges({ details, color }: { details: QuantileDetails; color: string }) {
  const middle = Math.floor((details.quantiles.length + 1) / 2);
  const rows = [...details.intervals].sort((one, other) => one[middle]! - other[middle]!);
  const shown = count(rows.length);
  return (
    <Plot
      title={say.ranges}
      caption={say.rangesCaption(shown)}
      label={say.rangesLabel(shown, details.label)}
      xLabel={say.x}
      xDomain={[0, rows.length + 1]}
      yDomain={[details.range.min, details.range.max]}
      xTick={() => ""}
      height={380}
    >
      {(scales) => rows.map((row, at) => <Range key={at} row={row} at={at + 1} scales={scales} color={color} />)}
    </Plot>
  );
}

interface RangeProps {
  row: number[];
  at: number;
  scales: Scales;
  color: string;
}

function Range({ row, at, scales: { x, y }, color }: RangeProps) {
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
        <title>{`${short(truth)} (${short(low)} – ${short(high)})`}</title>
      </circle>
    </g>
  );
}

function QuantileCalibration({ models }: { models: Charts<QuantileDetails>["models"] }) {
  return (
    <Plot
      title={say.calibration}
      caption={say.calibrationCaption}
      label={say.calibrationLabel(models[0]?.details.quantiles.length ?? 0)}
      xLabel={say.calibrationX}
      xDomain={[0, 1]}
      yDomain={[0, 1]}
      height={380}
    >
      {(scales) => (
        <>
          <Reference from={[0, 0]} to={[1, 1]} scales={scales} />
          {models.map((model, index) =>
            model.details.quantiles.map(({ quantile, below, loss }) => (
              <circle
                key={`${index} ${quantile}`}
                cx={scales.x(quantile)}
                cy={scales.y(below)}
                r={5.5}
                fill={seriesColor(index)}
              >
                <title>{say.point(fixed(quantile, 2), percent(below), short(loss))}</title>
              </circle>
            )),
          )}
        </>
      )}
    </Plot>
  );
}
