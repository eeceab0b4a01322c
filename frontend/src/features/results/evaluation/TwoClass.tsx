/** Two classes: curves, calibration, the threshold, what it makes of the rows, and what that is worth. */

import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { TwoClassDetails } from "../../../api/artifactViews";
import { formatFixed } from "../../../lib/format";
import { computeThresholdMetrics, countAtThreshold, findBestF1Threshold, METRICS } from "../../../lib/metrics";
import { evaluationChartTexts } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import calibration from "../../../ui/charts/descriptions/calibration.json";
import roc from "../../../ui/charts/descriptions/roc.json";
import { ConfusionMatrix } from "./ConfusionMatrix";
import { CostBenefitPanel } from "./CostBenefitPanel";
import { listChartModels } from "./chartModels";
import { DEFAULT_COST_BENEFIT, findBestValue } from "./costBenefit";
import type { EvaluatedModel, EvaluationChartsProps } from "./EvaluationView";
import { type MetricCardData, MetricCards } from "./MetricCards";
import { RecallCurves } from "./RecallCurves";
import { useScoredRows } from "./scoredRows";
import { ThresholdSlider } from "./ThresholdSlider";
import { TwoClassTable } from "./TwoClassTable";

export type TwoClassModel = EvaluatedModel<TwoClassDetails>;

export function TwoClassEvaluation({ models, focus, besides }: EvaluationChartsProps<TwoClassDetails>) {
  const model = models[focus] ?? models[0]!;
  const best = useMemo(() => findBestF1Threshold(model.details), [model]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [worth, setWorth] = useState(DEFAULT_COST_BENEFIT);
  const threshold =
    chosen ?? model.details.called_from ?? model.details.threshold ?? (model.details.probabilities ? 0.5 : best);
  const details = model.details;
  const data = useMemo(() => {
    const all = listChartModels(models);
    return { models: all, marked: [{ ...(all[focus] ?? all[0]!), threshold }] };
  }, [models, focus, threshold]);
  const presets = [
    { label: texts.evaluation.bestF1, value: best },
    { label: evaluationChartTexts.bestValue, value: findBestValue(details, worth) },
    { label: "0.50", value: 0.5 },
  ];
  const beside = besides ?? [focus];
  // A score of anomalies is no probability, and does not pretend to be one.
  const anomalies = model.details.threshold !== undefined;
  return (
    <>
      <MetricCards tiles={buildCardsAt(models, threshold)} focus={focus} training={models[focus]?.training_metrics} />
      <div className={anomalies ? "chart-row chart-pair" : "chart-row"}>
        <DescribedChart description={roc} data={data} />
        <RecallCurves data={data} />
        {!anomalies && <DescribedChart description={calibration} data={data} />}
      </div>
      <div className="threshold-row">
        <ThresholdSlider details={details} threshold={threshold} presets={presets} onChange={setChosen} />
        {beside.length === 1 && <ConfusionMatrix index={focus} name={model.name} {...{ details, threshold }} />}
      </div>
      <ThresholdNote index={focus} threshold={threshold} />
      {beside.length > 1 && <MatricesSideBySide models={models} beside={beside} threshold={threshold} />}
      <div className="worth-row">
        <CostBenefitPanel {...{ details, threshold, costBenefit: worth }} onCostBenefit={setWorth} />
        {beside.length === 1 && <TwoClassTable details={details} threshold={threshold} />}
      </div>
    </>
  );
}

function MatricesSideBySide({
  models,
  beside,
  threshold,
}: {
  models: TwoClassModel[];
  beside: number[];
  threshold: number;
}) {
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
  const scored = useScoredRows(index);
  const use = scored?.use;
  return (
    <p className="fine-print">
      {use && (
        <Button size="compact-sm" variant="light" onClick={() => use(threshold)}>
          {evaluationChartTexts.use(formatFixed(threshold, 2))}
        </Button>
      )}
      <span>{texts.evaluation.optimistic}</span>
    </p>
  );
}

/** ROC area and log loss hold for all thresholds, the others for the chosen one. */
function buildCardsAt(models: TwoClassModel[], threshold: number): MetricCardData[] {
  const at = texts.evaluation.at(formatFixed(threshold, 2));
  const measured = models.map((model) => computeThresholdMetrics(countAtThreshold(model.details, threshold)));
  const tiles: MetricCardData[] = [
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
