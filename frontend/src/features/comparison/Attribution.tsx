/** Which change moved a metric: the server makes them one by one, and this ranks what each did. */

import { Button, Group, Progress, Select } from "@mantine/core";
import { useState } from "react";
import type { RunAnalysis, RunComparison } from "../../api/apiTypes";
import { useAnalysis } from "../../api/useAnalysis";
import { findMetric, formatMetrics, formatMove, type Metric } from "../../lib/metrics";
import { versionTexts } from "../../messages/versionTexts";
import { createMetricLabels, getMetricKey, MetricMove } from "./MetricsTable";
import "./comparison.css";

const texts = versionTexts.causes;

interface Props {
  data: RunComparison;
  other: number;
  names: string[];
}

export function Attribution({ data, other, names }: Props) {
  const offered = data.metrics.filter(({ values }) =>
    [values[0], values[other]].every((one) => typeof one === "number"),
  );
  const moved = offered.find(({ values }) => values[0] !== values[other]) ?? offered[0];
  const [chosen, setChosen] = useState(moved ? getMetricKey(moved) : null);
  const chosenMetric = offered.find((metric) => getMetricKey(metric) === chosen);
  const { experiment, running, refusal, ask, cancel } = useAnalysis({
    run: data.runs[other]!.id,
    kind: "causes",
    asked: buildQuestion(data, other, chosenMetric),
  });
  if (!chosenMetric) return null;
  const label = createMetricLabels(offered);
  return (
    <section className="compare-section compare-causes">
      <h2>{texts.title}</h2>
      <p>{texts.what}</p>
      <Group align="end">
        <Select
          className="causes-metric"
          label={texts.metric}
          allowDeselect={false}
          data={offered.map((metric) => ({
            value: getMetricKey(metric),
            label: [findMetric(metric.metric).title, label(metric)].filter(Boolean).join(", "),
          }))}
          value={chosen}
          onChange={setChosen}
        />
        {running ? (
          <Button variant="default" onClick={() => void cancel()}>
            {texts.cancel}
          </Button>
        ) : (
          <Button onClick={() => void ask()}>{texts.find}</Button>
        )}
      </Group>
      {running && <AttributionProgress experiment={experiment} />}
      {refusal && <p role="alert">{refusal}</p>}
      {experiment?.state === "cancelled" && <p role="status">{texts.cancelled}</p>}
      {experiment?.causes && (
        <AttributionRanking
          experiment={experiment}
          metric={findMetric(chosenMetric.metric)}
          model={label(chosenMetric)}
          caption={`${names[0]}, ${names[other]}`}
        />
      )}
    </section>
  );
}

type ComparedMetric = RunComparison["metrics"][number];

/** The first model needs no name, as in the questions of before there were several. */
function buildQuestion(data: RunComparison, other: number, row: ComparedMetric | undefined): Record<string, string> {
  const asked = { against: data.runs[0]!.id, node: row?.node ?? "", metric: row?.metric ?? "" };
  const names = { model: row?.models[other] ?? "", former_model: row?.models[0] ?? "" };
  const alone = row === undefined || isOnlyModel(data, row);
  return alone ? asked : { ...asked, ...Object.fromEntries(Object.entries(names).filter(([, name]) => name)) };
}

const isOnlyModel = (data: RunComparison, { node, models }: ComparedMetric): boolean =>
  data.metrics.every((row) => row.node !== node || row.models.join("|") === models.join("|"));

function AttributionProgress({ experiment }: { experiment: RunAnalysis | null }) {
  const [done, total] = [experiment?.done ?? 0, experiment?.total ?? 0];
  return (
    <div className="causes-going" role="status">
      <Progress value={total > 0 ? (100 * done) / total : 5} aria-label={texts.progress(done, total)} />
      {total > 0 && texts.progress(done, total)}
    </div>
  );
}

interface AttributionRankingProps {
  experiment: RunAnalysis;
  metric: Metric;
  /** Empty where there is one model. */
  model: string;
  caption: string;
}

function AttributionRanking({ experiment, metric, model, caption }: AttributionRankingProps) {
  const causes = experiment.causes ?? [];
  const most = Math.max(...causes.map(({ movement }) => Math.abs(movement ?? 0)), Number.MIN_VALUE);
  const between = experiment.between as [number, number] | null;
  const formatMoved = (moved: number | null) => (moved === null ? texts.unknown : formatMove(metric, moved));
  const ends = between && formatMetrics(metric, between);
  return (
    <>
      {between && ends && (
        <p>
          <b>{texts.from(metric.title, model, ends[0]!, ends[1]!)}</b>{" "}
          {between[0] !== between[1] && <MetricMove metric={metric} moved={between[1] - between[0]} />}
        </p>
      )}
      <table className="page-table compare-table" aria-label={caption}>
        <thead>
          <tr>
            <th scope="col">{texts.change}</th>
            <th scope="col">{texts.movement}</th>
            <th scope="col" className="number">
              {texts.alone}
            </th>
            <th scope="col" className="number">
              {texts.leftOut}
            </th>
          </tr>
        </thead>
        <tbody>
          {causes.map((cause) => (
            <tr key={cause.words}>
              <th scope="row">{cause.words}</th>
              <td>
                <span className="causes-bar">
                  <i style={{ width: `${(70 * Math.abs(cause.movement ?? 0)) / most}%` }} />
                  {formatMoved(cause.movement)}
                </span>
              </td>
              <td className="number">{formatMoved(cause.alone)}</td>
              <td className="number">{formatMoved(cause.left_out)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {causes.length > 1 && <p className="causes-note">{texts.rest}</p>}
    </>
  );
}
