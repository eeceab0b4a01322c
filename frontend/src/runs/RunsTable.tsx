/** Runs row by row; metrics are columns, and every column sorts. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { urlOf } from "../api/base";
import { createDesign } from "../api/queries";
import type { ListedRun } from "../api/types";
import { RunState } from "../components/RunState";
import { openDialog } from "../dialogs/open";
import { resultsMessages } from "../messages/results";
import { versionMessages } from "../messages/versions";
import { seconds } from "../messages/words";
import { followHere, navigate } from "../navigation";
import { notifyDone, notifyFailure } from "../notify";
import { moment } from "../views/format";
import { metricText } from "../views/metrics";
import { aboutRun } from "./about";
import { rerun } from "./query";
import { type MetricColumn, metricColumns, metricIn, type Order, ordered } from "./table";
import "./runsTable.css";

const say = versionMessages.runs;
const words = resultsMessages.runs;
/** More would not fit on a screen; the comparison has them all. */
const MOST_METRICS = 6;

interface Props {
  runs: ListedRun[];
  chosen: readonly string[];
  onChoose: (id: string) => void;
}

export function RunsTable({ runs, chosen, onChoose }: Props) {
  const [order, setOrder] = useState<Order | null>(null);
  const metrics = useMemo(() => metricColumns(runs, MOST_METRICS), [runs]);
  const rows = order ? ordered(runs, order, (run, by) => sortValue(run, by, metrics)) : runs;
  const head = (title: string, numeric = false) => (
    <Head key={title} title={title} numeric={numeric} order={order} onOrder={setOrder} />
  );
  return (
    <div className="runs-scroll">
      <table className="page-table runs-list">
        <thead data-head={say.sort}>
          <tr className="sideways">
            <th scope="col">
              <span className="visually-hidden">{say.compare}</span>
            </th>
            {[words.design, words.run, words.state].map((title) => head(title))}
            {metrics.map(({ title }) => head(title, true))}
            {[words.steps, words.took, say.size, words.started].map((title) => head(title, true))}
            <th scope="col">
              <span className="visually-hidden">{words.report}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              metrics={metrics}
              chosen={chosen.includes(run.id)}
              onChoose={() => onChoose(run.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sortValue(run: ListedRun, by: string, metrics: MetricColumn[]): number | string | null {
  const column = metrics.find(({ title }) => title === by);
  if (column) return metricIn(run, column);
  const values: Record<string, number | string | null> = {
    [words.design]: run.design_name,
    [words.run]: run.number,
    [words.state]: run.state,
    [words.steps]: run.done / Math.max(1, run.total),
    [words.took]: run.seconds,
    [say.size]: run.bytes,
    [words.started]: new Date(run.created_at).getTime(),
  };
  return values[by] ?? null;
}

interface HeadProps {
  title: string;
  numeric: boolean;
  order: Order | null;
  onOrder: (order: Order | null) => void;
}

/** Pressed once it sorts upwards, twice downwards, and then no more. */
function Head({ title, numeric, order, onOrder }: HeadProps) {
  const down = order?.by === title ? order.down : null;
  const sorted = down === null ? "none" : down ? "descending" : "ascending";
  const next = down === null ? { by: title, down: numeric } : down === numeric ? { by: title, down: !numeric } : null;
  return (
    <th scope="col" className={numeric ? "number" : undefined} aria-sort={sorted}>
      <button type="button" className="runs-sort" title={say.sortBy(title)} onClick={() => onOrder(next)}>
        {title}
        {down !== null && <span aria-hidden="true">{down ? " ↓" : " ↑"}</span>}
      </button>
    </th>
  );
}

interface RowProps {
  run: ListedRun;
  metrics: MetricColumn[];
  chosen: boolean;
  onChoose: () => void;
}

function RunRow({ run, metrics, chosen, onChoose }: RowProps) {
  return (
    <tr className={chosen ? "runs-chosen" : undefined}>
      <td className="runs-pick">
        <input
          type="checkbox"
          aria-label={say.choose(run.design_name, run.number)}
          checked={chosen}
          onChange={onChoose}
        />
      </td>
      <th scope="row">
        <a href={urlOf(`/designs/${run.design_id}`)} onClick={followHere}>
          {run.design_name}
        </a>
        <Described run={run} />
      </th>
      <td>
        <a href={urlOf(`/runs/${run.id}/report`)} target="_blank" rel="noreferrer" title={words.report}>
          {words.number(run.number)}
        </a>
      </td>
      <td>
        <RunState run={run} short />
      </td>
      {metrics.map((column) => (
        <Fact key={column.title} head={column.title}>
          {metricIn(run, column) === null ? "" : metricText(column.metric, metricIn(run, column))}
        </Fact>
      ))}
      <Fact head={words.steps}>{words.stepsOf(run.done, run.total)}</Fact>
      <Fact head={words.took}>{run.seconds === null ? "" : seconds(run.seconds)}</Fact>
      <Fact head={say.size}>{say.bytes(run.bytes)}</Fact>
      <Fact head={words.started}>{moment(run.created_at)}</Fact>
      <td className="runs-more">
        <RunMenu run={run} />
      </td>
    </tr>
  );
}

/** On a phone a row is a small card, in which each number has the head of its column over it. */
function Fact({ head, children }: { head: string; children: string }) {
  return (
    <td className="number" data-head={head}>
      {children}
    </td>
  );
}

function Described({ run }: { run: ListedRun }) {
  if (run.tags.length === 0 && !run.note) return null;
  return (
    <span className="runs-described">
      {run.tags.map((tag) => (
        <span key={tag} className="runs-tag">
          {tag}
        </span>
      ))}
      {run.note && <i title={run.note}>{run.note}</i>}
    </span>
  );
}

function RunMenu({ run }: { run: ListedRun }) {
  const live = run.state === "running" || run.state === "queued";
  const dialog = (load: Parameters<typeof openDialog>[0]) => {
    aboutRun(run);
    void openDialog(load);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={26} aria-label={say.menu(run.number)}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => dialog(() => import("./TagsDialog"))}>{say.tags}</Menu.Item>
        <Menu.Item component="a" href={urlOf(`/runs/${run.id}/report`)} target="_blank">
          {words.report}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void runAgain(run)}>{say.rerun}</Menu.Item>
        <Menu.Item onClick={() => void openAsNew(run)}>{say.open}</Menu.Item>
        <Menu.Item disabled={live} onClick={() => dialog(() => import("./ReproduceDialog"))}>
          {say.reproduce}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" disabled={live} onClick={() => dialog(() => import("./DeleteDialog"))}>
          {say.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function runAgain(run: ListedRun): Promise<void> {
  try {
    await rerun(run.id);
    notifyDone(say.rerunStarted(run.design_name));
  } catch (error) {
    notifyFailure(error);
  }
}

async function openAsNew(run: ListedRun): Promise<void> {
  try {
    const made = await createDesign({ run: run.id });
    navigate(`/designs/${made.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}
