/** From a table to a first model: the target that is proposed, the task, and the design that comes of them. */

import { Button, Group, Modal, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { get } from "../api/client";
import type { ColumnType, DatasetSummary, Starter, Targets } from "../api/types";
import { insertNodes } from "../canvas/inserting";
import { openNewOf } from "../components/newDesign";
import { Segments } from "../components/Segments";
import type { Design } from "../graph/types";
import { home } from "../messages/home";
import { onboarding } from "../messages/onboarding";
import { number } from "../messages/words";
import { notifyFailure } from "../notify";
import { useDesign } from "../stores/design";
import { TYPE_WORDS } from "../views/format";
import type { Dialog } from "./open";
import "./predict.css";

const say = onboarding.predict;

type Target = Targets["columns"][number];
type Task = Target["tasks"][number];

/** `justTable` is what a table is used for when nothing is predicted. */
export const predictIn =
  (dataset: DatasetSummary, justTable?: () => void): Dialog =>
  ({ onClose }) => <Predict dataset={dataset} justTable={justTable} onClose={onClose} />;

interface Props {
  dataset: DatasetSummary;
  justTable?: (() => void) | undefined;
  onClose: () => void;
}

function Predict({ dataset, justTable, onClose }: Props) {
  const { data, error } = useQuery({
    queryKey: ["targets", dataset.id, dataset.version],
    queryFn: () => get<Targets>(`/api/datasets/${encodeURIComponent(dataset.id)}/targets`),
  });
  return (
    <Modal opened onClose={onClose} size={560} title={say.title(dataset.name)}>
      {data ? (
        <Form dataset={dataset} found={data} justTable={justTable} onClose={onClose} />
      ) : (
        <p role="status">{error ? error.message : say.waiting}</p>
      )}
    </Modal>
  );
}

function useStarter(dataset: string, target: string | null, task: Task | null): Starter | undefined {
  const about = new URLSearchParams({ target: target ?? "", ...(task ? { task } : {}) });
  const asked = useQuery({
    queryKey: ["starter", dataset, target, task],
    queryFn: () => get<Starter>(`/api/datasets/${encodeURIComponent(dataset)}/starter?${about}`),
    enabled: target !== null,
  });
  return asked.data;
}

function Form({ dataset, found, justTable, onClose }: Props & { found: Targets }) {
  const [target, setTarget] = useState<string | null>(found.proposed);
  const [task, setTask] = useState<Task | null>(null);
  const [busy, setBusy] = useState(false);
  const column = found.columns.find(({ name }) => name === target);
  const chosen = task && column?.tasks.includes(task) ? task : (column?.tasks[0] ?? null);
  const starter = useStarter(dataset.id, target, chosen);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!starter) return;
    setBusy(true);
    await accept(dataset, starter).catch(notifyFailure);
    onClose();
  };
  const other = () => {
    onClose();
    justTable?.();
  };
  return (
    <form className="predict-form" onSubmit={submit}>
      <p>{found.proposed === null ? say.none : say.what}</p>
      {column && (
        <>
          <Select
            searchable
            allowDeselect={false}
            label={say.target}
            description={factsOf(column, found.rows)}
            data={found.columns.map(({ name, tasks }) => ({ value: name, label: name, disabled: tasks.length === 0 }))}
            value={target}
            onChange={setTarget}
          />
          <TaskChoice tasks={column.tasks} value={chosen} onChange={setTask} />
          <LeftOut starter={starter} />
        </>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={justTable ? other : onClose}>
          {justTable ? say.justTable : say.cancel}
        </Button>
        {/* The proposal is accepted by Enter; Shift+Tab leads back to what can be chosen. */}
        <Button type="submit" disabled={!column} loading={busy} aria-busy={!starter} autoFocus={column !== undefined}>
          {say.accept}
        </Button>
      </Group>
    </form>
  );
}

function TaskChoice({ tasks, value, onChange }: { tasks: Task[]; value: Task | null; onChange: (task: Task) => void }) {
  const label = useId();
  return (
    <div>
      <span className="caption" id={label}>
        {say.task}
      </span>
      {tasks.length > 1 && value ? (
        <Segments
          fullWidth
          aria-labelledby={label}
          data={tasks.map((task) => ({ value: task, label: say.tasks[task] }))}
          value={value}
          onChange={onChange}
        />
      ) : (
        <p>{value && say.tasks[value]}</p>
      )}
    </div>
  );
}

function LeftOut({ starter }: { starter: Starter | undefined }) {
  const names = starter?.left_out ?? [];
  return (
    <div className="predict-left-out">
      <span className="caption">{say.leftOut}</span>
      {names.length === 0 ? (
        <p>{starter ? say.nothingLeftOut : say.waiting}</p>
      ) : (
        <ul>
          {names.map(({ name, reason }) => (
            <li key={name}>{say.omission(name, reason)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function factsOf({ type, minimum, maximum, top, distinct, missing }: Target, rows: number): string {
  const numeric = typeof minimum === "number" && typeof maximum === "number";
  const values = numeric
    ? say.range(number(minimum), number(maximum), distinct)
    : say.levels(
        top.map(([value]) => String(value)),
        distinct,
      );
  return [TYPE_WORDS[type as ColumnType], values, say.facts(rows, missing)].filter(Boolean).join(", ");
}

const isUntouched = ({ name, nodes }: Design): boolean => name === home.untitled && Object.keys(nodes).length === 0;

/** Into the open design, which it names if nobody has, if there is one, else into a new one. */
async function accept(dataset: DatasetSummary, { target, nodes }: Starter): Promise<void> {
  const label = say.done(target);
  const name = say.designName(target, dataset.name);
  const { document } = useDesign.getState();
  if (!document) await openNewOf(name, label, nodes);
  else insertNodes(label, nodes, isUntouched(document) ? [{ path: ["name"], value: name }] : []);
}
