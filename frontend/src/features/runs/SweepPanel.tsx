/** The runs of a sweep: a heat map of the values of one or two settings, the best marked, and a way to use its values. */

import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ListedRun, VariedParameter } from "../../api/apiTypes";
import { getJson, postJson } from "../../api/client";
import type { Json } from "../../api/designDocument";
import { sendEdits } from "../../lib/createDesign";
import { formatCount, formatShort } from "../../lib/format";
import { formatMetric } from "../../lib/metrics";
import { navigate } from "../../lib/navigation";
import { notifyFailure } from "../../lib/toasts";
import { appTexts } from "../../messages/appTexts";
import { sweepTexts as texts } from "../../messages/sweepTexts";
import { chooseMetricColumns, type MetricColumn } from "./runColumns";
import { SweepLine } from "./SweepLine";
import { buildSweepGrid, type GridCell, listLinePoints, listRunningValues } from "./sweepGrid";
import "./sweep.css";

const isLive = ({ state }: ListedRun): boolean => state === "running" || state === "queued";

export default function SweepPanel({ runs }: { runs: ListedRun[] }) {
  const ids = runs.map(({ id }) => `run=${id}`).join("&");
  const { data: varied } = useQuery({
    queryKey: ["varied", ids],
    queryFn: () => getJson<VariedParameter[]>(`/api/comparison/parameters?${ids}`),
    enabled: runs.length > 1,
  });
  const metrics = useMemo(() => chooseMetricColumns(runs, 12).filter(({ metric }) => metric.better !== null), [runs]);
  const [wanted, setWanted] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const metric = metrics.find(({ title }) => title === wanted) ?? metrics[0];
  if (!varied || varied.length === 0) return null;
  if (!metric) return runs.some(isLive) ? <SweepBegins runs={runs} varied={varied} /> : null;
  const grid = buildSweepGrid(runs, varied, metric);
  const run = runs.find(({ id }) => id === chosen) ?? grid.best;
  const points = varied.length === 1 ? listLinePoints(grid) : null;
  return (
    <section className="sweep-panel">
      <h2>{texts.grid}</h2>
      <p>{texts.gridHint(formatCount(runs.filter((one) => !isLive(one)).length), formatCount(runs.length))}</p>
      <UnderWay runs={runs} varied={varied} />
      <div className="sweep-tools">
        <Select
          aria-label={texts.metric}
          size="sm"
          allowDeselect={false}
          data={metrics.map(({ title }) => title)}
          value={metric.title}
          onChange={setWanted}
        />
        <Button size="sm" disabled={!run} onClick={() => run && void applyValues(run, runs, varied)}>
          {texts.use}
        </Button>
        {runs.some(isLive) && (
          <Button size="sm" variant="default" onClick={() => void cancelAll(runs)}>
            {texts.cancel}
          </Button>
        )}
      </div>
      {points && <SweepLine {...{ points, metric }} title={varied[0]!.title} chosen={run?.id} onChoose={setChosen} />}
      {varied.length < 3 && (
        <GridTable runs={runs} varied={varied} metric={metric} chosen={run?.id ?? null} onChoose={setChosen} />
      )}
    </section>
  );
}

/** Before anything is measured. */
function SweepBegins({ runs, varied }: { runs: ListedRun[]; varied: VariedParameter[] }) {
  return (
    <section className="sweep-panel">
      <h2>{texts.grid}</h2>
      <p>{texts.begins(formatCount(runs.filter((one) => !isLive(one)).length), formatCount(runs.length))}</p>
      <UnderWay runs={runs} varied={varied} />
      <Button size="sm" variant="default" onClick={() => void cancelAll(runs)}>
        {texts.cancel}
      </Button>
    </section>
  );
}

/** The values that are tried now. */
function UnderWay({ runs, varied }: { runs: ListedRun[]; varied: VariedParameter[] }) {
  const tried = listRunningValues(runs, varied, formatValue);
  return (
    <p className="sweep-now" aria-live="polite">
      {tried.length > 0 && texts.now(tried)}
    </p>
  );
}

interface GridTableProps {
  runs: ListedRun[];
  varied: VariedParameter[];
  metric: MetricColumn;
  chosen: string | null;
  onChoose: (run: string) => void;
}

function GridTable({ runs, varied, metric, chosen, onChoose }: GridTableProps) {
  const { columns, rows, best } = buildSweepGrid(runs, varied, metric);
  const format = (cell: GridCell) =>
    cell.value === null ? appTexts.runStates[cell.run.state] : formatMetric(metric.metric, cell.value);
  return (
    <div className="runs-scroll">
      <table className="sweep-grid">
        {varied[1] && <caption>{varied[0]!.title}</caption>}
        <thead>
          <tr>
            <th scope="col">{varied[1]?.title ?? varied[0]!.title}</th>
            {columns.map((column) => (
              <th key={JSON.stringify(column)} scope="col">
                {formatValue(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={JSON.stringify(name)}>
              <th scope="row">{varied[1] ? formatValue(name) : metric.title}</th>
              {cells.map((cell, at) => (
                <td key={JSON.stringify(columns[at])}>
                  {cell && (
                    <button
                      type="button"
                      data-state={cell.value === null ? cell.run.state : undefined}
                      data-best={cell.run.id === best?.id || undefined}
                      aria-pressed={cell.run.id === chosen}
                      aria-label={texts.cell(cell.run.number, format(cell))}
                      style={{ "--goodness": `${Math.round(6 + 38 * (cell.goodness ?? 0))}%` } as React.CSSProperties}
                      onClick={() => onChoose(cell.run.id)}
                    >
                      {format(cell)}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const formatValue = (value: Json | null): string =>
  typeof value === "number" ? formatShort(value) : typeof value === "string" ? value : JSON.stringify(value);

/** One change of the design, which its history can take back. */
async function applyValues(run: ListedRun, runs: readonly ListedRun[], varied: VariedParameter[]): Promise<void> {
  const at = runs.indexOf(run);
  const edits = varied.map(({ node, parameter, values }) => ({
    path: ["nodes", node, "parameters", parameter],
    value: values[at]!,
  }));
  try {
    await sendEdits(run.design_id, texts.used, edits);
    navigate(`/designs/${run.design_id}`);
  } catch (error) {
    notifyFailure(error);
  }
}

async function cancelAll(runs: readonly ListedRun[]): Promise<void> {
  await Promise.all(runs.filter(isLive).map(({ id }) => postJson(`/api/runs/${id}/cancel`)));
}
