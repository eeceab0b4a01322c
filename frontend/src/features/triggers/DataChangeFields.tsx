/** Which data starts a run when it changes: a dataset, a file on the web, object storage, or a query. */

import { Select, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "../../api/queries";
import type { DataChangeSettings } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";
import { useConnections } from "../../stores/connectionQueries";
import { STORAGE_KINDS } from "../../ui/dialogs/connectionFields";
import { SegmentedSwitch } from "../../ui/Segments";
import { OverlapField } from "./OverlapField";

const texts = triggerTexts.form;
const HELP_BELOW: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

interface Props {
  value: DataChangeSettings;
  onChange: (settings: DataChangeSettings) => void;
}

export function DataChangeFields({ value, onChange }: Props) {
  const change = (changes: Partial<DataChangeSettings>) => onChange({ ...value, ...changes });
  const sources = Object.entries(texts.sources).map(([id, label]) => ({ value: id, label }));
  return (
    <>
      <SegmentedSwitch
        fullWidth
        data-dense
        aria-label={texts.source}
        data={sources}
        value={value.source}
        onChange={(source) => change({ source: source as DataChangeSettings["source"], connection: "" })}
      />
      {value.source === "dataset" && <DatasetField value={value} change={change} />}
      {value.source === "url" && (
        <TextInput
          label={texts.url}
          description={texts.urlHelp}
          inputWrapperOrder={HELP_BELOW}
          placeholder="https://"
          maxLength={4000}
          value={value.url}
          onChange={(event) => change({ url: event.currentTarget.value })}
        />
      )}
      {(value.source === "storage" || value.source === "database") && <ConnectionField value={value} change={change} />}
      {value.source === "storage" && (
        <TextInput
          label={texts.path}
          description={texts.pathHelp}
          inputWrapperOrder={HELP_BELOW}
          maxLength={1024}
          value={value.path}
          onChange={(event) => change({ path: event.currentTarget.value })}
        />
      )}
      {value.source === "database" && (
        <Textarea
          label={texts.query}
          description={texts.queryHelp}
          inputWrapperOrder={HELP_BELOW}
          autosize
          minRows={3}
          spellCheck={false}
          className="trigger-query"
          value={value.query}
          onChange={(event) => change({ query: event.currentTarget.value })}
        />
      )}
      <div className="trigger-fields">
        {value.source !== "dataset" && (
          <Select
            label={texts.every}
            allowDeselect={false}
            data={Object.entries(texts.intervals).map(([seconds, label]) => ({ value: seconds, label }))}
            value={String(value.every_seconds ?? 600)}
            onChange={(seconds) => seconds && change({ every_seconds: Number(seconds) })}
          />
        )}
        <OverlapField value={value.overlap ?? "queue"} onChange={(overlap) => change({ overlap })} />
      </div>
    </>
  );
}

interface FieldProps {
  value: DataChangeSettings;
  change: (changes: Partial<DataChangeSettings>) => void;
}

function DatasetField({ value, change }: FieldProps) {
  const { data: datasets } = useQuery(queries.datasets());
  const own = (datasets ?? []).filter((one) => !one.id.startsWith("sample:"));
  return (
    <Select
      label={texts.dataset}
      description={texts.datasetHelp}
      inputWrapperOrder={HELP_BELOW}
      searchable
      data={own.map((one) => ({ value: one.id, label: one.name }))}
      value={value.dataset || null}
      onChange={(dataset) => change({ dataset: dataset ?? "" })}
    />
  );
}

function ConnectionField({ value, change }: FieldProps) {
  const { data: connections } = useConnections();
  const wanted = (connections ?? []).filter(
    (one) => one.kind !== "rest" && STORAGE_KINDS.includes(one.kind) === (value.source === "storage"),
  );
  return (
    <Select
      label={texts.connection}
      description={connections && wanted.length === 0 ? texts.noConnection : undefined}
      inputWrapperOrder={HELP_BELOW}
      data={wanted.map((one) => one.name)}
      value={value.connection || null}
      onChange={(connection) => change({ connection: connection ?? "" })}
    />
  );
}
