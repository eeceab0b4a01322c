/** Asks what an alert watches, and where its limit is. */

import { NumberInput, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type AlertCreate, createAlert, type Endpoint, endpointQueries } from "../../api/endpoints";
import { usePipelineNames } from "../../api/triggers";
import { findMetric, formatMetric, METRICS } from "../../lib/metrics";
import { endpointAlertTexts } from "../../messages/endpointAlertTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { findMain } from "./endpointFacts";

const texts = endpointAlertTexts.form;

type Kind = AlertCreate["kind"];
type Period = keyof typeof texts.periods;

/** What is in the fields; each kind has limits of its own. */
interface Draft {
  kind: Kind;
  column: string;
  metric: string;
  limits: Partial<Record<Kind, number>>;
  period: Period;
  minCount: number;
  pipeline: string;
}

const START: Draft = {
  kind: "drift",
  column: "",
  metric: "",
  limits: { errors: 5, latency: 200 },
  period: "1440",
  minCount: 20,
  pipeline: "",
};

/** A limit as the server takes it: a share, seconds, or the value itself. */
const SCALES: Record<Kind, number> = { drift: 1, errors: 0.01, latency: 0.001, metric: 1, silence: 1 };

function toAlert(draft: Draft): AlertCreate {
  const limit = draft.limits[draft.kind];
  return {
    kind: draft.kind,
    subject: draft.kind === "drift" ? draft.column : draft.kind === "metric" ? draft.metric : "",
    threshold: limit === undefined ? null : limit * SCALES[draft.kind],
    minutes: Number(draft.period),
    min_count: draft.kind === "silence" ? 0 : draft.minCount,
    pipeline_id: draft.pipeline || null,
  };
}

export const createAlertDialog =
  (endpoint: Endpoint): Dialog =>
  ({ onClose }) => {
    const [draft, setDraft] = useState(START);
    const change = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
    const needsLimit = draft.kind === "errors" || draft.kind === "latency" || draft.kind === "metric";
    const isIncomplete =
      (needsLimit && draft.limits[draft.kind] === undefined) || (draft.kind === "metric" && draft.metric === "");
    return (
      <FormDialog
        title={texts.title}
        submitLabel={texts.submit}
        incomplete={isIncomplete}
        onSubmit={() => createAlert(endpoint.id, toAlert(draft))}
        onClose={onClose}
      >
        <Select
          data-autofocus
          label={texts.kind}
          allowDeselect={false}
          data={Object.entries(texts.kinds).map(([value, label]) => ({ value, label }))}
          value={draft.kind}
          onChange={(kind) => change({ kind: kind as Kind })}
        />
        <LimitFields endpoint={endpoint} draft={draft} onChange={change} />
        <Select
          label={texts.period}
          allowDeselect={false}
          data={Object.entries(texts.periods).map(([value, label]) => ({ value, label }))}
          value={draft.period}
          onChange={(period) => change({ period: period as Period })}
        />
        {draft.kind !== "silence" && (
          <NumberInput
            label={draft.kind === "metric" ? texts.minLabels : texts.minRequests}
            min={0}
            max={1_000_000}
            value={draft.minCount}
            onChange={(value) => change({ minCount: Number(value) })}
          />
        )}
        <PipelineField value={draft.pipeline} onChange={(pipeline) => change({ pipeline })} />
      </FormDialog>
    );
  };

interface FieldsProps {
  endpoint: Endpoint;
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
}

function LimitFields({ endpoint, draft, onChange }: FieldsProps) {
  const { kind, limits } = draft;
  const setLimit = (value: string | number) =>
    onChange({ limits: { ...limits, [kind]: value === "" ? undefined : Number(value) } });
  const value = limits[kind] ?? "";
  if (kind === "drift")
    return (
      <>
        <ColumnField endpoint={endpoint} value={draft.column} onChange={(column) => onChange({ column })} />
        <NumberInput
          label={texts.psi}
          description={texts.psiHelp}
          min={0}
          step={0.05}
          value={value}
          onChange={setLimit}
        />
      </>
    );
  if (kind === "metric") return <MetricFields endpoint={endpoint} draft={draft} onChange={onChange} />;
  if (kind === "errors")
    return <NumberInput label={texts.errors} min={0} max={100} value={value} onChange={setLimit} />;
  if (kind === "latency") return <NumberInput label={texts.latency} min={1} value={value} onChange={setLimit} />;
  return null;
}

function ColumnField({
  endpoint,
  value,
  onChange,
}: {
  endpoint: Endpoint;
  value: string;
  onChange: (column: string) => void;
}) {
  const { data: drift } = useQuery(endpointQueries.drift(endpoint.id));
  const names = (drift?.columns ?? []).map(({ name }) => ({ value: name, label: name }));
  return (
    <Select
      label={texts.column}
      searchable
      allowDeselect={false}
      data={[{ value: "", label: texts.anyColumn }, ...names]}
      value={value}
      onChange={(column) => onChange(column ?? "")}
    />
  );
}

function MetricFields({ endpoint, draft, onChange }: FieldsProps) {
  const { data: live } = useQuery(endpointQueries.live(endpoint.id, 720, null));
  const registered: Record<string, number> = findMain(endpoint)?.source.metrics ?? {};
  const known = [...new Set([...Object.keys(live?.metrics ?? {}), ...Object.keys(registered)])];
  const ofTask = Object.values(METRICS).filter(({ tasks }) => live?.task && tasks.includes(live.task));
  const names = known.length > 0 ? known : ofTask.map(({ name }) => name);
  const metric = draft.metric ? findMetric(draft.metric) : null;
  const before = metric ? registered[metric.name] : undefined;
  const help = [
    metric?.better && texts.worstHelp[metric.better],
    metric && before !== undefined && texts.registered(formatMetric(metric, before)),
  ];
  return (
    <>
      <Select
        label={texts.metric}
        searchable
        data={names.filter((name) => name in METRICS).map((name) => ({ value: name, label: findMetric(name).title }))}
        value={draft.metric || null}
        onChange={(name) => onChange({ metric: name ?? "" })}
      />
      <NumberInput
        label={texts.worst}
        description={help.filter(Boolean).join(" ")}
        value={draft.limits.metric ?? ""}
        onChange={(value) =>
          onChange({ limits: { ...draft.limits, metric: value === "" ? undefined : Number(value) } })
        }
      />
    </>
  );
}

function PipelineField({ value, onChange }: { value: string; onChange: (pipeline: string) => void }) {
  const { data: pipelines } = usePipelineNames();
  const hasNone = pipelines !== undefined && pipelines.length === 0;
  return (
    <Select
      label={texts.pipeline}
      description={hasNone ? texts.noPipeline : texts.pipelineHelp}
      disabled={hasNone}
      allowDeselect={false}
      data={[
        { value: "", label: texts.pipelineNone },
        ...(pipelines ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value}
      onChange={(pipeline) => onChange(pipeline ?? "")}
    />
  );
}
