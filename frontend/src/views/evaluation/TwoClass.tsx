/** Two classes: curves, calibration, the threshold, what it makes of the rows, and what that is worth. */

import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { TwoClassDetails } from "../../api/views";
import { judging } from "../../messages/looking";
import { resultsMessages as say } from "../../messages/results";
import { CurveLabels, Curves, curveTable, Reference, type Series, ThresholdDot } from "../charts/marks";
import { Plot } from "../charts/Plot";
import { fixed } from "../format";
import { bestF1Threshold, countsAt, METRICS, pointsAt, rocCurve, thresholdMetrics } from "../metrics";
import { Calibration } from "./Calibration";
import { ConfusionMatrix } from "./ConfusionMatrix";
import type { Charts, Judged } from "./EvaluationView";
import { RecallCurves } from "./RecallCurves";
import { useScored } from "./scored";
import { ThresholdSlider } from "./ThresholdSlider";
import { type Tile, Tiles } from "./Tiles";
import { TwoClassTable } from "./TwoClassTable";
import { WorthPanel } from "./WorthPanel";
import { bestWorth, USUAL } from "./worth";

export type TwoClassModel = Judged<TwoClassDetails>;

export function TwoClass({ models, focus, besides }: Charts<TwoClassDetails>) {
  const model = models[focus] ?? models[0]!;
  const best = useMemo(() => bestF1Threshold(model.details), [model]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [worth, setWorth] = useState(USUAL);
  const threshold =
    chosen ?? model.details.called_from ?? model.details.threshold ?? (model.details.probabilities ? 0.5 : best);
  const details = model.details;
  const presets = [
    { label: say.evaluation.bestF1, value: best },
    { label: judging.bestWorth, value: bestWorth(details, worth) },
    { label: "0.50", value: 0.5 },
  ];
  const beside = besides ?? [focus];
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
        <ThresholdSlider details={details} threshold={threshold} presets={presets} onChange={setChosen} />
        {beside.length === 1 && <ConfusionMatrix index={focus} name={model.name} {...{ details, threshold }} />}
      </div>
      <ThresholdNote index={focus} threshold={threshold} />
      {beside.length > 1 && <SideBySide models={models} beside={beside} threshold={threshold} />}
      <div className="worth-row">
        <WorthPanel {...{ details, threshold, worth }} onWorth={setWorth} />
        {beside.length === 1 && <TwoClassTable details={details} threshold={threshold} />}
      </div>
    </>
  );
}

function SideBySide({ models, beside, threshold }: { models: TwoClassModel[]; beside: number[]; threshold: number }) {
  return (
    <div className="side-by-side">
      {beside.map((index) => (
        <div key={index}>
          <ConfusionMatrix
            index={index}
            name={models[index]!.name}
            details={models[index]!.details}
            threshold={threshold}
          />
          <TwoClassTable details={models[index]!.details} threshold={threshold} />
        </div>
      ))}
    </div>
  );
}

/** What to think of a threshold chosen here, and the way to have it used. */
function ThresholdNote({ index, threshold }: { index: number; threshold: number }) {
  const scored = useScored(index);
  const use = scored?.use;
  return (
    <p className="fine-print">
      {use && (
        <Button size="compact-sm" variant="light" onClick={() => use(threshold)}>
          {judging.use(fixed(threshold, 2))}
        </Button>
      )}
      <span>{say.evaluation.optimistic}</span>
    </p>
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
      table={() => curveTable(series, judging.falsePositiveRate, judging.recall)}
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
