/** Asks what is scored and where the scores go. */

import { Button, FileButton, Select, Switch, TextInput } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { type BatchInput, type BatchOutput, startBatch } from "../../api/batches";
import type { Endpoint } from "../../api/endpoints";
import { uploadDataset, useDatasets } from "../../api/queries";
import { DATA_FORMATS } from "../../lib/droppedFiles";
import { formatPercent } from "../../lib/format";
import { notifyDone } from "../../lib/toasts";
import { batchTexts } from "../../messages/batchTexts";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { useConnections } from "../../stores/connectionQueries";
import { listVersions, NEWEST } from "../../ui/datasetVersions";
import { DATABASE_KINDS, STORAGE_KINDS } from "../../ui/dialogs/connectionFields";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { SegmentedSwitch } from "../../ui/Segments";
import "./deployDialog.css";

const texts = batchTexts.dialog;
const formTexts = pipelineTexts.form;

const listChoices = <Value extends string>(words: Record<Value, string>) =>
  (Object.entries(words) as [Value, string][]).map(([value, label]) => ({ value, label }));
/** A file that is chosen here is stored as a dataset first. */
type BatchSource = BatchInput["kind"] | "file";
const SOURCES = listChoices(texts.sources);
const OUTPUTS = listChoices(texts.outputs);
const EXISTING = listChoices(texts.existing);

export const createBatchDialog =
  (endpoint: Endpoint): Dialog =>
  ({ onClose }) => <BatchDialog endpoint={endpoint} onClose={onClose} />;

const hasInput = (source: BatchSource, input: BatchInput, file: File | null): boolean => {
  if (source === "file") return file !== null;
  return source === "dataset" ? Boolean(input.dataset) : Boolean(input.connection && input.path);
};

const hasOutput = (output: BatchOutput): boolean => {
  if (output.kind === "database") return Boolean(output.connection && output.table.trim());
  if (output.kind === "storage") return Boolean(output.connection && output.path.trim());
  return output.name.trim() !== "";
};

/** Stores a file once, however often it is asked for, and says how far that is. */
function useStoredFile() {
  const [share, setShare] = useState<number | null>(null);
  const stored = useRef<{ file: File; id: string } | null>(null);
  const store = async (file: File): Promise<string> => {
    if (stored.current?.file !== file) {
      const { id } = await uploadDataset(file, setShare).finally(() => setShare(null));
      stored.current = { file, id };
    }
    return stored.current.id;
  };
  return { share, store };
}

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
  const [source, setSource] = useState<BatchSource>("dataset");
  const [file, setFile] = useState<File | null>(null);
  const { share, store } = useStoredFile();
  const submit = async () => {
    const given: BatchInput =
      source === "file" && file
        ? { ...input, kind: "dataset", dataset: await store(file), version: null }
        : { ...input, kind: source === "storage" ? "storage" : "dataset" };
    await startBatch(endpoint.id, {
      input: given,
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
      incomplete={!(hasInput(source, input, file) && hasOutput(output))}
      onSubmit={submit}
      onClose={onClose}
    >
      <InputFields
        source={source}
        input={input}
        file={file}
        onSource={setSource}
        onChange={(changes) => setInput({ ...input, ...changes })}
        onFile={setFile}
      />
      {share !== null && (
        <p className="deploy-share" role="status">
          <small>{texts.sent(formatPercent(share, 0))}</small>
        </p>
      )}
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
  source: BatchSource;
  input: BatchInput;
  file: File | null;
  onSource: (source: BatchSource) => void;
  onChange: (changes: Partial<BatchInput>) => void;
  onFile: (file: File | null) => void;
}

function InputFields({ source, input, file, onSource, onChange, onFile }: InputProps) {
  const label = useId();
  return (
    <>
      <div className="deploy-share">
        <span className="caption" id={label}>
          {texts.from}
        </span>
        <SegmentedSwitch fullWidth aria-labelledby={label} data={SOURCES} value={source} onChange={onSource} />
      </div>
      {source === "dataset" && <DatasetFields input={input} onChange={onChange} />}
      {source === "file" && <FileField file={file} onFile={onFile} />}
      {source === "storage" && (
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

function DatasetFields({ input, onChange }: Pick<InputProps, "input" | "onChange">) {
  const { data } = useDatasets();
  const chosen = data?.find((one) => one.id === input.dataset);
  return (
    <>
      <Select
        searchable
        label={texts.dataset}
        description={texts.datasetHelp}
        data={(data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={input.dataset ?? null}
        onChange={(dataset) => onChange({ dataset, version: null })}
      />
      {chosen && (
        <Select
          allowDeselect={false}
          label={formTexts.version}
          data={listVersions(chosen, undefined)}
          value={input.version ? String(input.version) : NEWEST}
          onChange={(version) => onChange({ version: version === NEWEST ? null : Number(version) })}
        />
      )}
    </>
  );
}

function FileField({ file, onFile }: Pick<InputProps, "file" | "onFile">) {
  const [label, help] = [useId(), useId()];
  return (
    <div className="deploy-share">
      <span className="caption" id={label}>
        {texts.file}
      </span>
      <FileButton accept={DATA_FORMATS} onChange={onFile}>
        {(props) => (
          <Button
            variant="default"
            aria-describedby={`${label} ${help}`}
            leftSection={<IconUpload size={14} stroke={1.7} />}
            {...props}
          >
            {file?.name ?? texts.chooseFile}
          </Button>
        )}
      </FileButton>
      <small id={help}>{texts.fileHelp}</small>
    </div>
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
