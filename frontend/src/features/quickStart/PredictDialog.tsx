/** From a table to a first model: the target that is proposed, the task, and the design that comes of them. */

import { Button, Checkbox, Group, Loader, Modal, NumberInput, Select } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { ColumnType, DatasetSummary, QuickStart, TargetCandidates } from "../../api/apiTypes";
import { getJson } from "../../api/client";
import type { Design } from "../../api/designDocument";
import { queryClient } from "../../api/queries";
import { insertNodes } from "../../canvas/insertNodes";
import { createDesignOfNodes } from "../../lib/createDesign";
import { TYPE_NAMES } from "../../lib/format";
import { notifyFailure } from "../../lib/toasts";
import { formatWholeNumber } from "../../messages/formatting";
import { homeTexts } from "../../messages/homeTexts";
import { importTexts } from "../../messages/importTexts";
import { predictTexts as texts } from "../../messages/predictTexts";
import { useDesign } from "../../stores/designStore";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { SegmentedSwitch } from "../../ui/Segments";
import { readAgain } from "../importing/openImport";
import { offerPrediction } from "./offerPrediction";
import "./predictDialog.css";

type PredictTarget = TargetCandidates["columns"][number];
type Effort = keyof typeof texts.efforts;
const EFFORTS = Object.keys(texts.efforts) as Effort[];
type Forecast = NonNullable<QuickStart["forecast"]>;
type PredictTask = PredictTarget["tasks"][number];

/** `onUseAsTable` is what a table is used for when nothing is predicted. */
export const createPredictDialog =
  (dataset: DatasetSummary, onUseAsTable?: () => void): Dialog =>
  ({ onClose }) => <PredictDialog dataset={dataset} onUseAsTable={onUseAsTable} onClose={onClose} />;

interface Props {
  dataset: DatasetSummary;
  onUseAsTable?: (() => void) | undefined;
  onClose: () => void;
}

function PredictDialog({ dataset, onUseAsTable, onClose }: Props) {
  const { data, error } = useQuery({
    queryKey: ["targets", dataset.id, dataset.version],
    queryFn: () => getJson<TargetCandidates>(`/api/datasets/${encodeURIComponent(dataset.id)}/target-candidates`),
  });
  return (
    <Modal opened onClose={onClose} size={560} title={texts.title(dataset.name)}>
      {data ? (
        <PredictForm dataset={dataset} found={data} onUseAsTable={onUseAsTable} onClose={onClose} />
      ) : (
        <p role="status" className="predict-waiting">
          {!error && <Loader size={16} aria-hidden="true" />}
          {error ? error.message : texts.waiting}
        </p>
      )}
    </Modal>
  );
}

function createQuickStartQuery(
  dataset: string,
  target: string,
  task: PredictTask | null,
  known: string | null,
  effort: Effort,
  horizon: number | null,
) {
  const about = new URLSearchParams({
    target,
    ...(task ? { task } : {}),
    ...(known ? { known } : {}),
    ...(effort === "thorough" ? { thorough: "true" } : {}),
    ...(effort === "forecast" ? { forecast: "true", ...(horizon ? { horizon: String(horizon) } : {}) } : {}),
  });
  return queryOptions({
    queryKey: ["starter", dataset, target, task, known, effort, horizon],
    queryFn: () => getJson<QuickStart>(`/api/datasets/${encodeURIComponent(dataset)}/quick-start?${about}`),
  });
}

function PredictForm({ dataset, found, onUseAsTable, onClose }: Props & { found: TargetCandidates }) {
  const [target, setTarget] = useState<string | null>(found.proposed);
  const [task, setTask] = useState<PredictTask | null>(null);
  const [known, setKnown] = useState<string | null>(null);
  const [wanted, setWanted] = useState<Effort>("quick");
  const [horizon, setHorizon] = useState<number | null>(null);
  const [forecast, setForecast] = useState<{ target: string; offer: Forecast | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const column = found.columns.find(({ name }) => name === target);
  const chosen = task && column?.tasks.includes(task) ? task : (column?.tasks[0] ?? null);
  // Of another column, or of classes, no forecast is known: the choice falls back to the quick models.
  const offer = forecast?.target === target && chosen === "regression" ? forecast.offer : null;
  const effort = wanted === "forecast" && !offer ? "quick" : wanted;
  const query = createQuickStartQuery(dataset.id, target ?? "", chosen, known, effort, horizon);
  const { data: starter } = useQuery({
    ...query,
    enabled: target !== null,
    // The same target with another answer: what is there stays until the new design is.
    placeholderData: (before) => (before?.target === target ? before : undefined),
  });
  if (starter && starter.target === target && forecast?.target !== target)
    setForecast({ target, offer: starter.forecast });
  const chooseTarget = (name: string | null) => {
    setTarget(name);
    setHorizon(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (target === null) return;
    setBusy(true);
    // Whoever is quicker than the proposal waits for it: the press counts.
    await queryClient
      .ensureQueryData(query)
      .then((proposal) => acceptPrediction(dataset, proposal, effort === "forecast"))
      .catch(notifyFailure);
    onClose();
  };
  const other = () => {
    onClose();
    onUseAsTable?.();
  };
  return (
    <form className="predict-form" onSubmit={submit}>
      <p>{found.proposed === null ? texts.none : texts.what[effort]}</p>
      {column && (
        <>
          <Select
            searchable
            allowDeselect={false}
            label={texts.target}
            description={describeColumnFacts(column, found.rows)}
            data={found.columns.map(({ name, tasks }) => ({ value: name, label: name, disabled: tasks.length === 0 }))}
            renderOption={({ option }) => <TargetOption name={option.value} columns={found.columns} />}
            value={target}
            onChange={chooseTarget}
          />
          {effort !== "forecast" && <TaskChoice tasks={column.tasks} value={chosen} onChange={setTask} />}
          <EffortChoice
            efforts={EFFORTS.filter((one) => one !== "forecast" || offer)}
            value={effort}
            onChange={setWanted}
          />
          {effort === "forecast" && offer && <ForecastChoice offer={offer} value={horizon} onChange={setHorizon} />}
          {effort !== "forecast" && starter?.asked && (
            <Checkbox
              label={texts.known(starter.asked.name)}
              description={starter.asked.message}
              checked={known === starter.asked.name}
              onChange={(event) => setKnown(event.currentTarget.checked ? (starter.asked?.name ?? null) : null)}
            />
          )}
          {effort !== "forecast" && starter?.series && (
            <div className="predict-left-out">
              <span className="caption predict-caption">{texts.series}</span>
              <p>{starter.series}</p>
            </div>
          )}
          {effort !== "forecast" && <ExcludedColumns starter={starter} />}
        </>
      )}
      <Group justify="flex-end">
        {dataset.can_read_again && dataset.source === "upload" && (
          <Button variant="subtle" mr="auto" onClick={() => void lookAgain(dataset, onUseAsTable)}>
            {importTexts.howRead}
          </Button>
        )}
        <Button variant="default" onClick={onUseAsTable ? other : onClose}>
          {onUseAsTable ? texts.justTable : texts.cancel}
        </Button>
        {/* The proposal is accepted by Enter; Shift+Tab leads back to what can be chosen. */}
        <Button type="submit" disabled={!column} loading={busy} aria-busy={!starter} autoFocus={column !== undefined}>
          {texts.accept}
        </Button>
      </Group>
    </form>
  );
}

/** A column in the list; one that can't be predicted says why. */
function TargetOption({ name, columns }: { name: string; columns: PredictTarget[] }) {
  const refusal = columns.find((column) => column.name === name)?.refusal;
  return (
    <span className="predict-option">
      {name}
      {refusal && <small>{refusal}</small>}
    </span>
  );
}

function TaskChoice({
  tasks,
  value,
  onChange,
}: {
  tasks: PredictTask[];
  value: PredictTask | null;
  onChange: (task: PredictTask) => void;
}) {
  const label = useId();
  return (
    <div>
      <span className="caption predict-caption" id={label}>
        {texts.task}
      </span>
      {tasks.length > 1 && value ? (
        <SegmentedSwitch
          fullWidth
          aria-labelledby={label}
          data={tasks.map((task) => ({ value: task, label: texts.tasks[task] }))}
          value={value}
          onChange={onChange}
        />
      ) : (
        <p>{value && texts.tasks[value]}</p>
      )}
    </div>
  );
}

interface EffortChoiceProps {
  efforts: Effort[];
  value: Effort;
  onChange: (effort: Effort) => void;
}

/** Two models side by side, a search for the best one, or a forecast where the rows are series. */
function EffortChoice({ efforts, value, onChange }: EffortChoiceProps) {
  const label = useId();
  return (
    <div>
      <span className="caption predict-caption" id={label}>
        {texts.effort}
      </span>
      <SegmentedSwitch
        fullWidth
        aria-labelledby={label}
        data={efforts.map((effort) => ({ value: effort, label: texts.efforts[effort] }))}
        value={value}
        onChange={onChange}
      />
      <p className="predict-effort">{texts.effortHelp[value]}</p>
    </div>
  );
}

interface ForecastChoiceProps {
  offer: Forecast;
  /** Null: as many steps as are proposed. */
  value: number | null;
  onChange: (horizon: number | null) => void;
}

/** What was found of the series, and how far ahead they are forecast. */
function ForecastChoice({ offer, value, onChange }: ForecastChoiceProps) {
  return (
    <>
      <NumberInput
        label={texts.horizon}
        description={texts.horizonHelp(offer.step, formatWholeNumber(offer.longest_horizon))}
        allowDecimal={false}
        min={1}
        max={offer.longest_horizon}
        value={value ?? offer.horizon}
        onChange={(steps) => onChange(Number(steps) || null)}
      />
      <div className="predict-left-out">
        <span className="caption predict-caption">{texts.series}</span>
        <p>{offer.reason}</p>
      </div>
    </>
  );
}

function ExcludedColumns({ starter }: { starter: QuickStart | undefined }) {
  const names = starter?.left_out ?? [];
  return (
    <div className="predict-left-out">
      <span className="caption predict-caption">{texts.leftOut}</span>
      {names.length === 0 ? (
        <p>{starter ? texts.nothingLeftOut : texts.waiting}</p>
      ) : (
        <ul>
          {names.map(({ name, reason }) => (
            <li key={name}>{texts.omission(name, reason)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function describeColumnFacts({ type, minimum, maximum, top, distinct, missing }: PredictTarget, rows: number): string {
  const numeric = typeof minimum === "number" && typeof maximum === "number";
  const values = numeric
    ? texts.range(formatWholeNumber(minimum), formatWholeNumber(maximum), distinct)
    : texts.levels(
        top.map(([value]) => String(value)),
        distinct,
      );
  return [TYPE_NAMES[type as ColumnType], type === "boolean" ? "" : values, texts.facts(rows, missing)]
    .filter(Boolean)
    .join(", ");
}

/** The import sheet on the table's file; the dialog comes back with the version that was saved. */
const lookAgain = (dataset: DatasetSummary, onUseAsTable: (() => void) | undefined): Promise<void> =>
  readAgain(dataset, dataset.version, (read) => offerPrediction(read, onUseAsTable ?? (() => undefined)));

const isUntouchedDesign = ({ name, nodes }: Design): boolean =>
  name === homeTexts.untitled && Object.keys(nodes).length === 0;

/** Into the open design, which it names if nobody has, if there is one, else into a new one. */
async function acceptPrediction(
  dataset: DatasetSummary,
  { target, nodes }: QuickStart,
  forecasts: boolean,
): Promise<void> {
  const label = texts.done(target, forecasts);
  const name = texts.designName(target, dataset.name, forecasts);
  const { document } = useDesign.getState();
  if (!document) await createDesignOfNodes(name, label, nodes);
  else insertNodes(label, nodes, isUntouchedDesign(document) ? [{ path: ["name"], value: name }] : []);
}
