/** The right pane: a form made of what the version declares, and how to start the same run from elsewhere. */

import { Button, Select } from "@mantine/core";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Json } from "../../api/designDocument";
import { hasRole } from "../../api/permissions";
import {
  type DatasetChoice,
  getValueProblems,
  type Pipeline,
  pipelineQueries,
  type RunForm,
  startPipelineRun,
  type ValueProblem,
} from "../../api/pipelines";
import { navigate } from "../../lib/navigation";
import { notifyOffer } from "../../lib/toasts";
import { pipelineTexts as allTexts } from "../../messages/pipelineTexts";
import { Refusal } from "../../ui/dialogs/Refusal";
import { FromElsewhere } from "./FromElsewhere";
import { InputField } from "./InputField";
import { ParameterFields } from "./ParameterFields";
import "../inspector/inspectorPane.css";
import "./runPane.css";

const texts = allTexts.form;

interface Props {
  pipeline: Pipeline;
  version: number;
  onChooseVersion: (version: number) => void;
}

export function RunPane({ pipeline, version, onChooseVersion }: Props) {
  const { data: form, error } = useQuery(pipelineQueries.form(pipeline.id, version));
  return (
    <aside className="run-pane" aria-label={texts.title}>
      <h2>{texts.title}</h2>
      {error && <p>{error.message}</p>}
      {form && <FormOfRun pipeline={pipeline} form={form} onChooseVersion={onChooseVersion} />}
    </aside>
  );
}

interface FormProps {
  pipeline: Pipeline;
  form: RunForm;
  onChooseVersion: (version: number) => void;
}

function FormOfRun({ pipeline, form, onChooseVersion }: FormProps) {
  const [values, setValues] = useState<Record<string, Json>>({});
  const [choices, setChoices] = useState<Record<string, DatasetChoice>>({});
  const { start, isBusy, problems, clearProblem } = useStart(pipeline, form, values, choices);
  const { parameters, inputs } = form.declarations;
  const place = useRef<HTMLFormElement>(null);
  useRunKey(place);
  const find = (kind: ValueProblem["kind"], name: string | null) =>
    problems.find((one) => one.kind === kind && one.field === name)?.message ?? null;
  const set = (name: string, value: Json | undefined) => {
    clearProblem(name);
    setValues(({ [name]: _before, ...others }) => (value === undefined ? others : { ...others, [name]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void start();
  };
  return (
    <>
      <form ref={place} className="run-form" onSubmit={submit} noValidate>
        <Select
          className="field"
          label={texts.version}
          size="sm"
          allowDeselect={false}
          data={form.versions.map((one) => ({
            value: String(one),
            label: one === pipeline.default_version ? texts.default(one) : String(one),
          }))}
          value={String(form.version)}
          onChange={(chosen) => chosen !== null && onChooseVersion(Number(chosen))}
        />
        {inputs.map((input) => (
          <InputField
            key={input.name}
            prefix="input"
            input={input}
            state={form.inputs[input.name]}
            choice={choices[input.name]}
            complaint={find("input", input.name)}
            onChange={(choice) => {
              clearProblem(input.name);
              setChoices(({ [input.name]: _before, ...others }) =>
                choice === undefined ? others : { ...others, [input.name]: choice },
              );
            }}
          />
        ))}
        <ParameterFields
          parameters={parameters}
          values={values}
          getComplaint={(name) => find("parameter", name)}
          onChange={set}
        />
        {inputs.length + parameters.length === 0 && <p className="run-form-nothing">{texts.nothing}</p>}
        <Refusal
          words={problems
            .filter((one) => one.field === null)
            .map((one) => one.message)
            .join(" ")}
        />
        {hasRole("runner") ? (
          <div className="run-form-go">
            <Button type="submit" loading={isBusy} leftSection={<IconPlayerPlayFilled size={13} />}>
              {texts.run}
            </Button>
            {form.seconds !== null && <span className="run-form-fact">{texts.about(form.seconds)}</span>}
          </div>
        ) : (
          <p className="run-form-nothing">{texts.mayNotRun}</p>
        )}
      </form>
      <FromElsewhere pipeline={pipeline} form={form} values={values} choices={choices} />
    </>
  );
}

/** Starts a run with the values of the form; what the server refuses stands under its field. */
function useStart(
  pipeline: Pipeline,
  form: RunForm,
  parameters: Record<string, Json>,
  inputs: Record<string, DatasetChoice>,
) {
  const [problems, setProblems] = useState<ValueProblem[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const start = async () => {
    setIsBusy(true);
    setProblems([]);
    try {
      const { run, design_id } = await startPipelineRun(pipeline.id, { version: form.version, parameters, inputs });
      notifyOffer(texts.started(run.number), texts.show, () => navigate(`/designs/${design_id}#run-${run.id}`));
    } catch (error) {
      const found = getValueProblems(error);
      const message = error instanceof Error ? error.message : String(error);
      setProblems(found.length > 0 ? found : [{ field: null, kind: "other", message }]);
    } finally {
      setIsBusy(false);
    }
  };
  const clearProblem = (name: string) => setProblems((before) => before.filter((one) => one.field !== name));
  return { start, isBusy, problems, clearProblem };
}

/** Cmd or Ctrl with Enter runs it from anywhere on the page. */
function useRunKey(form: React.RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.current?.requestSubmit();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [form]);
}
