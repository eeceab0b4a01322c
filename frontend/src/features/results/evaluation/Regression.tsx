/** Numbers: predicted against true, and how far off the predictions are. */

import { useMemo } from "react";
import type { RegressionDetails } from "../../../api/artifactViews";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import predictedAgainstTrue from "../../../ui/charts/descriptions/predicted_against_true.json";
import residualQuantiles from "../../../ui/charts/descriptions/residual_quantiles.json";
import residuals from "../../../ui/charts/descriptions/residuals.json";
import residualsAgainstPredicted from "../../../ui/charts/descriptions/residuals_against_predicted.json";
import { chooseHue } from "../../../ui/charts/functions";
import { type ChartModel, listChartModels } from "./chartModels";
import type { EvaluationChartsProps } from "./EvaluationView";
import { MetricCards } from "./MetricCards";
import { buildMetricCards } from "./Multiclass";

export function RegressionEvaluation({ models, focus, besides }: EvaluationChartsProps<RegressionDetails>) {
  const all = useMemo(() => listChartModels(models), [models]);
  const data = useMemo(() => ({ ...(all[focus] ?? all[0]!), models: orderFocusFirst(all, focus) }), [all, focus]);
  const shown = (besides ?? [focus]).map((place) => all[place]!);
  const [first, second] = shown;
  const several = models.length > 1;
  return (
    <>
      <MetricCards tiles={buildMetricCards(models)} focus={focus} training={models[focus]?.training_metrics} />
      <div className="regression-row">
        <DescribedChart description={predictedAgainstTrue} data={data} />
        <ModelChart description={residuals} model={first!} gray={!several} />
        {second && <span />}
        {second && <ModelChart description={residuals} model={second} />}
        {[residualsAgainstPredicted, residualQuantiles].flatMap((description) =>
          shown.map((model) => (
            <ModelChart key={`${description.title} ${model.place}`} description={description} model={model} />
          )),
        )}
      </div>
    </>
  );
}

interface ModelChartProps {
  description: unknown;
  model: ChartModel<RegressionDetails>;
  /** In no color of its own, where there is nothing to tell it from. */
  gray?: boolean;
}

function ModelChart({ description, model, gray = false }: ModelChartProps) {
  const data = useMemo(() => ({ ...model, color: gray ? "bar" : chooseHue(model.place) }), [model, gray]);
  return <DescribedChart description={description} data={data} />;
}

/** The model in focus is drawn on top, and the others paler. */
function orderFocusFirst(models: ChartModel<RegressionDetails>[], focus: number): ChartModel<RegressionDetails>[] {
  return [...models.filter(({ place }) => place === focus), ...models.filter(({ place }) => place !== focus)];
}
