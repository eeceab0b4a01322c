/** Which change moved a metric: the server makes them one by one, and this ranks what each did. */

import { Button, Group, Progress, Select } from "@mantine/core";
import { useState } from "react";
import type { Compared, Experiment } from "../api/types";
import { versionMessages } from "../messages/versions";
import { type Metric, metricOf, metricText } from "../views/metrics";
import { signed } from "./MetricsTable";
import { useExperiment } from "./useExperiment";

const say = versionMessages.causes;

interface Props {
  data: Compared;
  other: number;
  names: string[];
}

export function Causes({ data, other, names }: Props) {
  const offered = data.metrics.filter(({ values }) =>
    [values[0], values[other]].every((one) => typeof one === "number"),
  );
  const moved = offered.find(({ values }) => values[0] !== values[other]) ?? offered[0];
  const [chosen, setChosen] = useState(moved ? keyOf(moved) : null);
  const asked = offered.find((metric) => keyOf(metric) === chosen);
  const { experiment, running, refusal, ask, cancel } = useExperiment({
    run: data.runs[other]!.id,
    kind: "causes",
    asked: { against: data.runs[0]!.id, node: asked?.node ?? "", metric: asked?.metric ?? "" },
  });
  if (!asked) return null;
  const several = new Set(offered.map(({ node }) => node)).size > 1;
  return (
    <section className="compare-section compare-causes">
      <h2>{say.title}</h2>
      <p>{say.what}</p>
      <Group align="end">
        <Select
          label={say.metric}
          allowDeselect={false}
          data={offered.map((metric) => ({
            value: keyOf(metric),
            label: several ? `${metricOf(metric.metric).title}, ${metric.title}` : metricOf(metric.metric).title,
          }))}
          value={chosen}
          onChange={setChosen}
        />
        {running ? (
          <Button variant="default" onClick={() => void cancel()}>
            {say.cancel}
          </Button>
        ) : (
          <Button onClick={() => void ask()}>{say.find}</Button>
        )}
      </Group>
      {running && <Going experiment={experiment} />}
      {refusal && <p role="alert">{refusal}</p>}
      {experiment?.state === "cancelled" && <p role="status">{say.cancelled}</p>}
      {experiment?.causes && (
        <Ranking experiment={experiment} metric={metricOf(asked.metric)} caption={`${names[0]}, ${names[other]}`} />
      )}
    </section>
  );
}

const keyOf = ({ node, metric }: Compared["metrics"][number]): string => `${node} ${metric}`;

function Going({ experiment }: { experiment: Experiment | null }) {
  const [done, total] = [experiment?.done ?? 0, experiment?.total ?? 0];
  return (
    <div className="causes-going" role="status">
      <Progress value={total > 0 ? (100 * done) / total : 5} aria-label={say.progress(done, total)} />
      {total > 0 && say.progress(done, total)}
    </div>
  );
}

interface RankingProps {
  experiment: Experiment;
  metric: Metric;
  caption: string;
}

function Ranking({ experiment, metric, caption }: RankingProps) {
  const causes = experiment.causes ?? [];
  const most = Math.max(...causes.map(({ movement }) => Math.abs(movement ?? 0)), Number.MIN_VALUE);
  const between = experiment.between as [number, number] | null;
  const told = (moved: number | null) => (moved === null ? say.unknown : signed(metric, moved));
  return (
    <>
      {between && (
        <p>
          <b>{say.from(metric.title, metricText(metric, between[0]), metricText(metric, between[1]))}</b>
        </p>
      )}
      <table className="page-table" aria-label={caption}>
        <thead>
          <tr>
            <th scope="col">{say.change}</th>
            <th scope="col">{say.movement}</th>
            <th scope="col" className="number">
              {say.alone}
            </th>
            <th scope="col" className="number">
              {say.leftOut}
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
                  {told(cause.movement)}
                </span>
              </td>
              <td className="number">{told(cause.alone)}</td>
              <td className="number">{told(cause.left_out)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {causes.length > 1 && <p className="causes-note">{say.rest}</p>}
    </>
  );
}
