/** Asks what is scored and where the scores go. */

import { Select, Switch, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { type BatchInput, type BatchOutput, startBatch } from "../../api/batches";
import type { Endpoint } from "../../api/endpoints";
import { useDatasets } from "../../api/queries";
import { notifyDone } from "../../lib/toasts";
import { batchTexts } from "../../messages/batchTexts";
import { useConnections } from "../../stores/connectionQueries";
import { DATABASE_KINDS, STORAGE_KINDS } from "../../ui/dialogs/connectionFields";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { SegmentedSwitch } from "../../ui/Segments";
import "./deployDialog.css";

const texts = batchTexts.dialog;

const listChoices = <Value extends string>(words: Record<Value, string>) =>
  (Object.entries(words) as [Value, string][]).map(([value, label]) => ({ value, label }));
const SOURCES = listChoices(texts.sources);
const OUTPUTS = listChoices(texts.outputs);
const EXISTING = listChoices(texts.existing);

export const createBatchDialog =
  (endpoint: Endpoint): Dialog =>
  ({ onClose }) => <BatchDialog endpoint={endpoint} onClose={onClose} />;

const isComplete = (input: BatchInput, output: BatchOutput): boolean => {
  const hasInput = input.kind === "dataset" ? Boolean(input.dataset) : Boolean(input.connection && input.path);
  if (output.kind === "database") return hasInput && Boolean(output.connection && output.table.trim());
  if (output.kind === "storage") return hasInput && Boolean(output.connection && output.path.trim());
  return hasInput && output.name.trim() !== "";
};

function BatchDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const [input, setInput] = useState<BatchInput>({
    kind: "dataset",
    dataset: null,
    version: null,
    connection: null,
    path: "",
  });
  const [output, setOutput] = useState<BatchOutput>({
    kind: "dataset",
    name: `${endpoint.name} scores`,
    connection: null,
    table: "",
    if_the_table_exists: "Append",
    path: "",
  });
  const [keeps, setKeeps] = useState(true);
  const submit = async () => {
    await startBatch(endpoint.id, {
      input,
      output,
      endpoint_version: null,
      rows_per_chunk: 65_536,
      keep_input_columns: keeps,
      key: null,
    });
    notifyDone(texts.started(endpoint.name));
  };
  return (
    <FormDialog
      title={texts.title(endpoint.name)}
      submitLabel={texts.submit}
      incomplete={!isComplete(input, output)}
      onSubmit={submit}
      onClose={onClose}
    >
      <InputFields input={input} onChange={(changes) => setInput({ ...input, ...changes })} />
      <OutputFields output={output} onChange={(changes) => setOutput({ ...output, ...changes })} />
      <Switch
        label={texts.keep}
        description={texts.keepHelp}
        checked={keeps}
        onChange={(event) => setKeeps(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

interface InputProps {
  input: BatchInput;
  onChange: (changes: Partial<BatchInput>) => void;
}

function InputFields({ input, onChange }: InputProps) {
  const { data } = useDatasets();
  const label = useId();
  return (
    <>
      <div className="deploy-share">
        <span className="caption" id={label}>
          {texts.from}
        </span>
        <SegmentedSwitch
          fullWidth
          aria-labelledby={label}
          data={SOURCES}
          value={input.kind}
          onChange={(kind) => onChange({ kind })}
        />
      </div>
      {input.kind === "dataset" ? (
        <Select
          searchable
          label={texts.dataset}
          description={texts.datasetHelp}
          data={(data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={input.dataset ?? null}
          onChange={(dataset) => onChange({ dataset })}
        />
      ) : (
        <>
          <ConnectionField
            kinds={STORAGE_KINDS}
            value={input.connection ?? null}
            onChange={(connection) => onChange({ connection })}
          />
          <TextInput
            label={texts.path}
            description={texts.pathHelp}
            value={input.path}
            onChange={(event) => onChange({ path: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}

interface OutputProps {
  output: BatchOutput;
  onChange: (changes: Partial<BatchOutput>) => void;
}

function OutputFields({ output, onChange }: OutputProps) {
  const label = useId();
  const setConnection = (connection: string | null) => onChange({ connection });
  return (
    <>
      <div className="deploy-share">
        <span className="caption" id={label}>
          {texts.to}
        </span>
        <SegmentedSwitch
          fullWidth
          aria-labelledby={label}
          data={OUTPUTS}
          value={output.kind}
          onChange={(kind) => onChange({ kind, connection: null })}
        />
      </div>
      {output.kind === "database" && (
        <>
          <ConnectionField kinds={DATABASE_KINDS} value={output.connection ?? null} onChange={setConnection} />
          <TextInput
            label={texts.table}
            description={texts.tableHelp}
            value={output.table}
            onChange={(event) => onChange({ table: event.currentTarget.value })}
          />
          <Select
            label={texts.exists}
            allowDeselect={false}
            data={EXISTING}
            value={output.if_the_table_exists}
            onChange={(value) => onChange({ if_the_table_exists: value as BatchOutput["if_the_table_exists"] })}
          />
        </>
      )}
      {output.kind === "storage" && (
        <>
          <ConnectionField kinds={STORAGE_KINDS} value={output.connection ?? null} onChange={setConnection} />
          <TextInput
            label={texts.target}
            description={texts.targetHelp}
            value={output.path}
            onChange={(event) => onChange({ path: event.currentTarget.value })}
          />
        </>
      )}
      {output.kind !== "database" && output.kind !== "storage" && (
        <TextInput
          label={texts.name}
          description={texts.nameHelp}
          maxLength={200}
          value={output.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      )}
    </>
  );
}

interface ConnectionProps {
  kinds: readonly string[];
  value: string | null;
  onChange: (connection: string | null) => void;
}

function ConnectionField({ kinds, value, onChange }: ConnectionProps) {
  const { data } = useConnections();
  const fitting = (data ?? []).filter((one) => kinds.includes(one.kind));
  return (
    <Select
      label={texts.connection}
      description={data && fitting.length === 0 ? texts.noConnection : undefined}
      data={fitting.map((one) => one.name)}
      value={value}
      onChange={onChange}
    />
  );
}
