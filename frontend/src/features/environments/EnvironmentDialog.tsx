/** Makes an environment, or another version of one: from the content of a file that names packages. */

import { Button, Group, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { environmentTexts as texts } from "../../messages/environmentTexts";
import {
  addEnvironmentVersion,
  createEnvironment,
  type Environment,
  type EnvironmentFormat,
  useEnvironmentVersion,
  usePythonVersions,
} from "../../stores/environmentQueries";
import { SegmentedSwitch } from "../../ui/Segments";
import "../../styles/lazyMantine";
import "./environments.css";

interface Props {
  /** The one that gets another version. */
  environment?: Environment;
  onClose: () => void;
}

/** Help stands below, as in the other dialogs. */
const HELP_BELOW: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

export default function EnvironmentDialog({ environment, onClose }: Props) {
  if (!environment) return <EnvironmentForm onClose={onClose} />;
  return <NewVersionForm environment={environment} onClose={onClose} />;
}

/** A new version begins with what the newest one asked for. */
function NewVersionForm({ environment, onClose }: Required<Props>) {
  const newest = environment.versions[0];
  const { data } = useEnvironmentVersion(environment.id, newest?.version ?? 1);
  if (!data) return null;
  return <EnvironmentForm environment={environment} source={data.source} format={data.format} onClose={onClose} />;
}

function EnvironmentForm({
  environment,
  source: given = "",
  format: begun = "requirements",
  onClose,
}: Props & { source?: string; format?: EnvironmentFormat }) {
  const [name, setName] = useState("");
  const [format, setFormat] = useState<EnvironmentFormat>(begun);
  const [source, setSource] = useState(given);
  const [python, setPython] = useState<string | null>(environment?.versions[0]?.python ?? null);
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const { data: pythons } = usePythonVersions();
  const build = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    try {
      const version = { format, source, python: python ?? "" };
      if (environment) await addEnvironmentVersion(environment.id, version);
      else await createEnvironment({ ...version, name });
      onClose();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  const whole = source.trim() !== "" && (environment !== undefined || name.trim() !== "");
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={environment ? texts.newVersionOf(environment.name) : texts.newTitle}
    >
      <form onSubmit={(event) => void build(event)} className="environment-form" autoComplete="off">
        {!environment && (
          <TextInput
            data-autofocus
            label={texts.name}
            description={texts.nameHelp}
            inputWrapperOrder={HELP_BELOW}
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <SegmentedSwitch
          fullWidth
          data-dense
          aria-label={texts.format}
          data={Object.entries(texts.formats).map(([value, label]) => ({ value, label }))}
          value={format}
          onChange={(next) => setFormat(next as EnvironmentFormat)}
        />
        <Textarea
          label={texts.source}
          description={texts.sourceHelp[format]}
          inputWrapperOrder={HELP_BELOW}
          classNames={{ input: "environment-source" }}
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          value={source}
          onChange={(event) => {
            setRefusal("");
            setSource(event.currentTarget.value);
          }}
        />
        <Select
          label={texts.python}
          allowDeselect={false}
          data={pythons?.versions ?? []}
          value={python ?? pythons?.default ?? null}
          onChange={setPython}
        />
        {refusal && (
          <p className="environment-refusal" role="alert">
            <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
            {refusal}
          </p>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={!whole}>
            {texts.build}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
