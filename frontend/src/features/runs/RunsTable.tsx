/** Runs row by row; metrics are columns, and every column sorts. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import type { ListedRun } from "../../api/apiTypes";
import { toUrl } from "../../api/basePath";
import { createDesign } from "../../api/queries";
import { getWinner, type HeadlineFigure } from "../../lib/headlineMetric";
import { navigate } from "../../lib/navigation";
import { getRunFigure } from "../../lib/runFigure";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { resultTexts } from "../../messages/resultTexts";
import { versionTexts } from "../../messages/versionTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { describeFigure, MetricValues } from "../../ui/MetricFigure";
import { explainMetric } from "../../ui/MetricName";
import { setDialogRun } from "./dialogTarget";
import {
  chooseMetricColumns,
  findBestMetric,
  getColumnFigure,
  type MetricColumn,
  orderRuns,
  type RunOrder,
} from "./runColumns";
import { rerun } from "./runQueries";
import { RUN_TABLE_COLUMNS } from "./runTableColumns";
import "./runsTable.css";
import "./runs.css";

const texts = versionTexts.runs;
const moreTexts = resultTexts.runs;
/** More would not fit on a screen; the comparison has them all. */
const MOST_METRICS = 6;
const TEXT_COLUMNS = RUN_TABLE_COLUMNS.filter(({ numeric }) => !numeric);
const NUMBER_COLUMNS = RUN_TABLE_COLUMNS.filter(({ numeric }) => numeric);

interface Props {
  runs: ListedRun[];
  chosen: readonly string[];
  onChoose: (id: string) => void;
}

export function RunsTable({ runs, chosen, onChoose }: Props) {
  const [order, setOrder] = useState<RunOrder | null>(null);
  const metrics = useMemo(() => chooseMetricColumns(runs, MOST_METRICS), [runs]);
  const rows = order ? orderRuns(runs, order, (run, by) => getSortValue(run, by, metrics)) : runs;
  const head = (title: string, numeric = false, hint = "") => (
    <SortableHead key={title} title={title} numeric={numeric} hint={hint} order={order} onOrder={setOrder} />
  );
  return (
    <div className="runs-scroll">
      <table className="page-table runs-list">
        <thead data-head={texts.sort}>
          <tr className="sideways">
            <th scope="col">
              <span className="visually-hidden">{texts.compare}</span>
            </th>
            {TEXT_COLUMNS.map(({ title }) => head(title))}
            {metrics.map(({ title, metric }) => head(title, true, explainMetric(metric)))}
            {NUMBER_COLUMNS.map(({ title }) => head(title, true))}
            <th scope="col">
              <span className="visually-hidden">{moreTexts.report}</span>
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

function getSortValue(run: ListedRun, by: string, metrics: MetricColumn[]): number | string | null {
  const metric = metrics.find(({ title }) => title === by);
  if (metric) return findBestMetric(run, metric);
  return RUN_TABLE_COLUMNS.find(({ title }) => title === by)?.getSortValue(run) ?? null;
}

interface SortableHeadProps {
  title: string;
  numeric: boolean;
  /** What the column is, for who points at it or comes by keyboard. */
  hint: string;
  order: RunOrder | null;
  onOrder: (order: RunOrder | null) => void;
}

/** Pressed once it sorts upwards, twice downwards, and then no more. */
function SortableHead({ title, numeric, hint, order, onOrder }: SortableHeadProps) {
  const down = order?.by === title ? order.down : null;
  const sorted = down === null ? "none" : down ? "descending" : "ascending";
  const next = down === null ? { by: title, down: numeric } : down === numeric ? { by: title, down: !numeric } : null;
  return (
    <th scope="col" className={numeric ? "number" : undefined} aria-sort={sorted}>
      <button
        type="button"
        className="runs-sort"
        data-tip={[hint, texts.sortBy(title)].filter(Boolean).join(" ")}
        aria-description={hint || undefined}
        onClick={() => onOrder(next)}
      >
        {title}
        {down !== null && <span aria-hidden="true">{down ? " ↓" : " ↑"}</span>}
      </button>
    </th>
  );
}

interface RunRowProps {
  run: ListedRun;
  metrics: MetricColumn[];
  chosen: boolean;
  onChoose: () => void;
}

function RunRow({ run, metrics, chosen, onChoose }: RunRowProps) {
  return (
    <tr className={chosen ? "runs-chosen" : undefined}>
      <td className="runs-pick">
        <input
          type="checkbox"
          aria-label={texts.choose(run.design_name, run.number)}
          checked={chosen}
          onChange={onChoose}
        />
      </td>
      {TEXT_COLUMNS.map(({ title, draw, wide }, at) =>
        at === 0 ? (
          <th key={title} scope="row">
            {draw(run)}
          </th>
        ) : (
          <td key={title} className={wide ? "runs-state" : undefined}>
            {draw(run)}
          </td>
        ),
      )}
      {metrics.map((column) => (
        <RunFact key={column.title} head={column.title}>
          <RunMetric
            figure={getColumnFigure(run, column)}
            isHeadline={column.title === getRunFigure(run.evaluations)?.metric.title}
          />
        </RunFact>
      ))}
      {NUMBER_COLUMNS.map(({ title, draw }) => (
        <RunFact key={title} head={title}>
          {draw(run)}
        </RunFact>
      ))}
      <td className="runs-more">
        <RunMenu run={run} />
      </td>
    </tr>
  );
}

/** The values of all models; below that by which models are told apart first stands which is the best. */
function RunMetric({ figure, isHeadline }: { figure: HeadlineFigure | null; isHeadline: boolean }) {
  return (
    figure && (
      <span title={describeFigure(figure)}>
        <MetricValues {...figure} />
        {isHeadline && <small className="runs-winner">{getWinner(figure)}</small>}
      </span>
    )
  );
}

/** On a phone a row is a small card, in which each number has the head of its column over it. */
function RunFact({ head, children }: { head: string; children: ReactNode }) {
  return (
    <td className="number" data-head={head}>
      {children}
    </td>
  );
}

function RunMenu({ run }: { run: ListedRun }) {
  const live = run.state === "running" || run.state === "queued";
  const dialog = (load: Parameters<typeof openDialog>[0]) => {
    setDialogRun(run);
    void openDialog(load);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={26} aria-label={texts.menu(run.number)}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => dialog(() => import("./TagsDialog"))}>{texts.tags}</Menu.Item>
        <Menu.Item component="a" href={toUrl(`/runs/${run.id}/report`)} target="_blank">
          {moreTexts.report}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void rerunAndNotify(run)}>{texts.rerun}</Menu.Item>
        <Menu.Item onClick={() => void openRunAsDesign(run)}>{texts.open}</Menu.Item>
        <Menu.Item disabled={live} onClick={() => dialog(() => import("./ReproduceDialog"))}>
          {texts.reproduce}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" disabled={live} onClick={() => dialog(() => import("./DeleteRunsDialog"))}>
          {texts.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function rerunAndNotify(run: ListedRun): Promise<void> {
  try {
    await rerun(run.id);
    notifyDone(texts.rerunStarted(run.design_name));
  } catch (error) {
    notifyFailure(error);
  }
}

async function openRunAsDesign(run: ListedRun): Promise<void> {
  try {
    const created = await createDesign({ run: run.id });
    navigate(`/designs/${created.id}`);
  } catch (error) {
    notifyFailure(error);
  }
}
