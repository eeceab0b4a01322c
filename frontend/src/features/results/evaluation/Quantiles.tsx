/** Quantiles: the predicted range of each row, and whether as many rows lie below each quantile as should. */

import { useMemo } from "react";
import type { QuantileDetails } from "../../../api/artifactViews";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import quantileCalibration from "../../../ui/charts/descriptions/quantile_calibration.json";
import quantileRanges from "../../../ui/charts/descriptions/quantile_ranges.json";
import { chooseHue } from "../../../ui/charts/functions";
import { listChartModels } from "./chartModels";
import type { EvaluationChartsProps } from "./EvaluationView";
import { MetricCards } from "./MetricCards";
import { buildMetricCards } from "./Multiclass";

export function QuantileEvaluation({ models, focus }: EvaluationChartsProps<QuantileDetails>) {
  const data = useMemo(() => {
    const all = listChartModels(models);
    const shown = all[focus] ?? all[0]!;
    return { ...shown, models: all, color: chooseHue(shown.place) };
  }, [models, focus]);
  return (
    <>
      <MetricCards tiles={buildMetricCards(models)} focus={focus} />
      <div className="regression-row">
        <DescribedChart description={quantileRanges} data={data} />
        <DescribedChart description={quantileCalibration} data={data} />
      </div>
    </>
  );
}
