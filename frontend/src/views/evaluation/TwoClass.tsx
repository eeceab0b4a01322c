/** Two classes: curves, calibration, the threshold and what it makes of the rows. */

import { useMemo, useState } from "react";
import type { TwoClassDetails } from "../../api/types";
import { resultsMessages as say } from "../../messages/results";
import { CurveLabels, Curves, Reference, type Series, ThresholdDot } from "../charts/marks";
import { Plot } from "../charts/Plot";
import { fixed } from "../format";
import { bestF1Threshold, countsAt, METRICS, pointsAt, rocCurve, thresholdMetrics } from "../metrics";
import { Calibration } from "./Calibration";
import { ConfusionMatrix } from "./ConfusionMatrix";
import type { Charts, Judged } from "./EvaluationView";
import { RecallCurves } from "./RecallCurves";
import { ThresholdSlider } from "./ThresholdSlider";
import { type Tile, Tiles } from "./Tiles";

export type TwoClassModel = Judged<TwoClassDetails>;

export function TwoClass({ models, focus }: Charts<TwoClassDetails>) {
  const model = models[focus] ?? models[0]!;
  const best = useMemo(() => bestF1Threshold(model.details), [model]);
  const [chosen, setChosen] = useState<number | null>(null);
  const threshold = chosen ?? model.details.threshold ?? (model.details.probabilities ? 0.5 : best);
  // A score of anomalies is no probability, and does not pretend to be one.
  const anomalies = model.details.threshold !== undefined;
  return (
    <>
      <Tiles tiles={tilesAt(models, threshold)} focus={focus} />
      <div className={anomalies ? "chart-row chart-pair" : "chart-row"}>
        <RocChart models={models} focus={focus} threshold={threshold} />
        <RecallCurves models={models} focus={focus} threshold={threshold} />
        {!anomalies && <Calibration models={models} />}
      </div>
      <div className="threshold-row">
        <ThresholdSlider details={model.details} threshold={threshold} best={best} onChange={setChosen} />
        <ConfusionMatrix name={model.name} details={model.details} threshold={threshold} />
      </div>
      <p className="fine-print">{say.evaluation.optimistic}</p>
    </>
  );
}

/** ROC area and log loss hold for all thresholds, the others for the chosen one. */
function tilesAt(models: TwoClassModel[], threshold: number): Tile[] {
  const at = say.evaluation.at(fixed(threshold, 2));
  const measured = models.map((model) => thresholdMetrics(countsAt(model.details, threshold)));
  const tiles: Tile[] = [
    { metric: METRICS.AUC!, values: models.map((model) => model.details.auc) },
    { metric: METRICS.Accuracy!, hint: at, values: measured.map((metrics) => metrics.accuracy) },
    { metric: METRICS.Precision!, hint: at, values: measured.map((metrics) => metrics.precision) },
    { metric: METRICS.Recall!, hint: at, values: measured.map((metrics) => metrics.recall) },
    { metric: METRICS.F1!, hint: at, values: measured.map((metrics) => metrics.f1) },
  ];
  const losses = models.map((model) => model.details.log_loss);
  const precisions = models.map((model) => model.details.average_precision);
  const last = losses.some((loss) => loss !== null)
    ? { metric: METRICS.Log_Loss!, values: losses }
    : { metric: METRICS.Average_Precision!, values: precisions };
  return [...tiles, last];
}

interface CurveProps {
  models: TwoClassModel[];
  focus: number;
  threshold: number;
}

function RocChart({ models, focus, threshold }: CurveProps) {
  const series = useMemo<Series[]>(
    () =>
      models.map(({ name, details }) => ({
        name,
        note: say.evaluation.areaNote(fixed(details.auc, 3)),
        points: rocCurve(details),
      })),
    [models],
  );
  const details = (models[focus] ?? models[0]!).details;
  const dot = pointsAt(details, threshold).roc;
  const text = dot && say.evaluation.rocDot(fixed(threshold, 2), fixed(dot[1], 2), fixed(dot[0], 2));
  return (
    <Plot
      title={say.evaluation.roc.title}
      caption={say.evaluation.roc.caption(details.positive)}
      label={say.evaluation.curveLabel(say.evaluation.roc.title, series)}
      xLabel={say.evaluation.roc.x}
      xDomain={[0, 1]}
      yDomain={[0, 1]}
    >
      {(scales) => (
        <>
          <Reference from={[0, 0]} to={[1, 1]} scales={scales} />
          <Curves series={series} scales={scales} />
          <ThresholdDot at={dot} scales={scales} text={text ?? undefined} />
          <CurveLabels series={series.slice(0, 4)} at={[scales.box.right - 6, scales.y(0.36)]} end />
        </>
      )}
    </Plot>
  );
}
