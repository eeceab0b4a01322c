/** Which data an input gets in a run: a dataset or file, at its newest version or an earlier one. */

import { Select } from "@mantine/core";
import type { DatasetChoice, DeclaredInput, RunForm } from "../../api/pipelines";
import { useDatasets } from "../../api/queries";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { listVersions, NEWEST } from "../../ui/datasetVersions";

const texts = pipelineTexts.form;

interface Props {
  /** Tells apart the fields of several forms on one page. */
  prefix: string;
  input: DeclaredInput;
  state: RunForm["inputs"][string] | undefined;
  choice: DatasetChoice | undefined;
  complaint: string | null;
  onChange: (choice: DatasetChoice | undefined) => void;
}

export function InputField({ prefix, input, state, choice, complaint, onChange }: Props) {
  const { data } = useDatasets();
  const kind = input.accepts === "file" ? "file" : "table";
  const fitting = (data ?? []).filter((one) => one.kind === kind);
  const chosen = choice?.dataset ?? input.dataset ?? null;
  const dataset = fitting.find((one) => one.id === chosen);
  const version = choice ? choice.version : input.version;
  const choose = (id: string | null) =>
    onChange(id === null || id === input.dataset ? undefined : { dataset: id, version: null });
  const chooseVersion = (value: string | null) => {
    if (chosen === null) return;
    const number = value === null || value === NEWEST ? null : Number(value);
    onChange(chosen === input.dataset && number === input.version ? undefined : { dataset: chosen, version: number });
  };
  return (
    <div className="field run-input" data-complaint={complaint !== null || undefined}>
      <div className="field-head">
        <label htmlFor={`${prefix}-${input.name}`}>{input.title}</label>
        <span className="field-aside run-input-kind">{texts[input.accepts]}</span>
      </div>
      <Select
        id={`${prefix}-${input.name}`}
        size="sm"
        searchable
        allowDeselect={false}
        placeholder={texts.chooseData}
        data={fitting.map((one) => ({ value: one.id, label: one.name }))}
        value={chosen}
        onChange={choose}
      />
      {(dataset || state) && (
        <Select
          size="sm"
          allowDeselect={false}
          aria-label={texts.versionOf(input.title)}
          data={listVersions(dataset, state)}
          value={version === null || version === undefined ? NEWEST : String(version)}
          onChange={chooseVersion}
        />
      )}
      {complaint && (
        <p className="field-complaint" role="alert">
          {complaint}
        </p>
      )}
    </div>
  );
}
