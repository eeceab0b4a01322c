/** All runs of all designs, newest first. */

import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { ListedRun, RunSummary } from "../api/types";
import { headlineMetric } from "../components/headlineMetric";
import { PageFrame } from "../components/PageFrame";
import { RunState } from "../components/RunState";
import { resultsMessages as say } from "../messages/results";
import { followHere } from "../navigation";
import { moment, seconds } from "../views/format";

const WHILE_RUNNING = 2_000;
const isLive = (run: RunSummary): boolean => run.state === "running" || run.state === "queued";

export function RunsPage() {
  const { data, error } = useQuery({
    queryKey: ["runs"],
    queryFn: () => get<ListedRun[]>("/api/runs"),
    refetchInterval: ({ state }) => (state.data?.some(isLive) ? WHILE_RUNNING : false),
  });
  return (
    <PageFrame title={say.runs.title}>
      <div className="runs">
        <header className="page-head">
          <h1>{say.runs.title}</h1>
        </header>
        {error && <p className="page-message">{error.message}</p>}
        {data?.length === 0 && <p className="page-message">{say.runs.empty}</p>}
        {data && data.length > 0 && <RunsTable runs={data} />}
      </div>
    </PageFrame>
  );
}

function RunsTable({ runs }: { runs: ListedRun[] }) {
  const words = say.runs;
  return (
    <table className="runs-table">
      <thead>
        <tr>
          {[words.design, words.run, words.state, words.metrics].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
          {[words.steps, words.took, words.started].map((title) => (
            <th key={title} scope="col" className="number">
              {title}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{words.report}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ run }: { run: ListedRun }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/designs/${run.design_id}`} onClick={followHere}>
          {run.design_name}
        </a>
      </th>
      <td>{say.runs.number(run.number)}</td>
      <td>
        <RunState run={run} short />
      </td>
      <td>{headlineMetric(run.metrics)}</td>
      <td className="number">{say.runs.stepsOf(run.done, run.total)}</td>
      <td className="number">{run.seconds === null ? "" : seconds(run.seconds)}</td>
      <td className="number">{moment(run.created_at)}</td>
      <td>
        <a href={`/runs/${run.id}/report`} target="_blank" rel="noreferrer">
          {say.runs.report}
        </a>
      </td>
    </tr>
  );
}
