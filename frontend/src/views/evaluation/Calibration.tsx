/** Calibration: are eight of ten rows positive where the model says 0.8? */

import { explore, judging } from "../../messages/looking";
import { resultsMessages as say } from "../../messages/results";
import {
  CurveLabels,
  Curves,
  clearest,
  labelsHeight,
  labelsWidth,
  Reference,
  type Series,
  seriesColor,
} from "../charts/marks";
import { Plot, type Scales } from "../charts/Plot";
import { count, fixed } from "../format";
import type { TwoClassModel } from "./TwoClass";

const words = { ...judging, rows: explore.rows };

export function Calibration({ models }: { models: TwoClassModel[] }) {
  const series = models.map<Series>(({ name, details }) => ({
    name,
    note: details.brier === null ? "" : say.evaluation.brier(fixed(details.brier, 3)),
    points: details.calibration.map((bin) => [bin.predicted, bin.observed]),
  }));
  const named = series.slice(0, 4);
  const positive = models[0]!.details.positive;
  return (
    <Plot
      title={say.evaluation.calibration.title}
      caption={
        models.every((model) => model.details.probabilities)
          ? say.evaluation.calibration.caption(positive)
          : say.evaluation.noProbabilities
      }
      label={say.evaluation.curveLabel(say.evaluation.calibration.title, series)}
      xLabel={say.evaluation.calibration.x}
      xDomain={[0, 1]}
      yDomain={[0, 1]}
      table={() => ({
        columns: [words.model, words.predictedAt, words.observed, words.rows],
        rows: models.flatMap(({ name, details }) =>
          details.calibration.map((bin) => [name, bin.predicted, bin.observed, bin.rows]),
        ),
      })}
    >
      {(scales) => (
        <>
          <Reference from={[0, 0]} to={[1, 1]} scales={scales} />
          <Curves series={series} scales={scales} dots />
          {models.map((model, index) => (
            <Bins key={`${index} ${model.name}`} model={model} color={seriesColor(index)} scales={scales} />
          ))}
          <CurveLabels series={named} at={clearest(cornersOf(scales, named), named, scales)} />
        </>
      )}
    </Plot>
  );
}

/** Above the diagonal, or below it. */
const cornersOf = ({ box }: Scales, series: Series[]): [number, number][] => [
  [box.left + 14, box.top + 22],
  [box.right - labelsWidth(series) - 4, box.bottom - labelsHeight(series.length) + 10],
];

/** One dot per bin; its area grows with the rows. */
function Bins({ model, color, scales }: { model: TwoClassModel; color: string; scales: Scales }) {
  const most = Math.max(1, ...model.details.calibration.map((bin) => bin.rows));
  return (
    <>
      {model.details.calibration.map((bin) => (
        <circle
          key={bin.predicted}
          cx={scales.x(bin.predicted)}
          cy={scales.y(bin.observed)}
          r={2.5 + 3.5 * Math.sqrt(bin.rows / most)}
          fill={color}
          className="halo"
        >
          <title>
            {say.evaluation.calibrationBin(fixed(bin.predicted, 2), fixed(bin.observed, 2), count(bin.rows))}
          </title>
        </circle>
      ))}
    </>
  );
}
