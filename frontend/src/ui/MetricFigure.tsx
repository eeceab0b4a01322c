/** The figure of an evaluation, "ROC area 0.926 Boosted / 0.905": every model in its place, the best in bold, by name. */

import { Fragment } from "react";
import { getWinner, type HeadlineFigure } from "../lib/headlineMetric";
import { metricTexts as texts } from "../messages/metricTexts";
import "./metricFigure.css";

/** Of more models only the best is said. */
const MOST_VALUES = 3;

export function MetricFigure({ figure }: { figure: HeadlineFigure | null }) {
  if (!figure) return null;
  return (
    <span className="metric-figure" title={describeFigure(figure)}>
      {figure.metric.title} <MetricValues {...figure} winner={getWinner(figure)} />
    </span>
  );
}

interface MetricValuesProps extends Pick<HeadlineFigure, "models" | "best"> {
  /** What the best one is called, where there is room for it. */
  winner?: string;
}

/** The values of models in their places: "0.926 / 0.905". */
export function MetricValues({ models, best, winner = "" }: MetricValuesProps) {
  const called = winner && ` ${winner}`;
  if (models.length > MOST_VALUES && best !== null) {
    return (
      <>
        <b>{models[best]!.value}</b>
        {called} {texts.ofModels(models.length)}
      </>
    );
  }
  return models.slice(0, MOST_VALUES).map(({ value }, at) => (
    <Fragment key={at}>
      {at > 0 && " / "}
      {at === best ? <b>{value}</b> : value}
      {at === best && called}
    </Fragment>
  ));
}

/** Which value is whose, for who points at it. */
export function describeFigure({ metric, models, best }: HeadlineFigure): string {
  const values = models.map(({ name, value }, at) => `${name || texts.model} ${value}${at === best ? texts.best : ""}`);
  return `${metric.title}: ${values.join(", ")}. ${metric.definition}`;
}
