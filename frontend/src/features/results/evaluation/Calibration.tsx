/** Calibration: are eight of ten rows positive where the model says 0.8? */

import { formatCount, formatFixed } from "../../../lib/format";
import { evaluationChartTexts, exploreTexts } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import {
  CurveLabels,
  type CurveSeries,
  Curves,
  findClearestPlace,
  getLabelsHeight,
  getLabelsWidth,
  getSeriesColor,
  ReferenceLine,
} from "../../../ui/charts/chartMarks";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import type { TwoClassModel } from "./TwoClass";

const words = { ...evaluationChartTexts, rows: exploreTexts.rows };

export function CalibrationChart({ models }: { models: TwoClassModel[] }) {
  const series = models.map<CurveSeries>(({ name, details }) => ({
    name,
    note: details.brier === null ? "" : texts.evaluation.brier(formatFixed(details.brier, 3)),
    points: details.calibration.map((bin) => [bin.predicted, bin.observed]),
  }));
  const named = series.slice(0, 4);
  const positive = models[0]!.details.positive;
  return (
    <Plot
      title={texts.evaluation.calibration.title}
      caption={
        models.every((model) => model.details.probabilities)
          ? texts.evaluation.calibration.caption(positive)
          : texts.evaluation.noProbabilities
      }
      label={texts.evaluation.curveLabel(texts.evaluation.calibration.title, series)}
      xLabel={texts.evaluation.calibration.x}
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
          <ReferenceLine from={[0, 0]} to={[1, 1]} scales={scales} />
          <Curves series={series} scales={scales} dots />
          {models.map((model, index) => (
            <CalibrationBins
              key={`${index} ${model.name}`}
              model={model}
              color={getSeriesColor(index)}
              scales={scales}
            />
          ))}
          <CurveLabels series={named} at={findClearestPlace(placeCalibrationLabels(scales, named), named, scales)} />
        </>
      )}
    </Plot>
  );
}

/** Above the diagonal, or below it. */
const placeCalibrationLabels = ({ box }: PlotScales, series: CurveSeries[]): [number, number][] => [
  [box.left + 14, box.top + 22],
  [box.right - getLabelsWidth(series) - 4, box.bottom - getLabelsHeight(series.length) + 10],
];

/** One dot per bin; its area grows with the rows. */
function CalibrationBins({ model, color, scales }: { model: TwoClassModel; color: string; scales: PlotScales }) {
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
            {texts.evaluation.calibrationBin(
              formatFixed(bin.predicted, 2),
              formatFixed(bin.observed, 2),
              formatCount(bin.rows),
            )}
          </title>
        </circle>
      ))}
    </>
  );
}
