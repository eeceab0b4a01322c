/** A stored dataset and its version: the newest, or one that stays. */

import { Select } from "@mantine/core";
import type { DatasetSummary } from "../../../api/apiTypes";
import { formatFileSize, formatMoment, formatSize } from "../../../lib/format";
import { fileTexts } from "../../../messages/fileTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { changeDesign, useDesign } from "../../../stores/designStore";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

export const datasetControl = defineControl({ kind: "dataset", Control: DatasetControl });

function DatasetControl({ node, field, id, value, onChange }: ControlProps<"dataset">) {
  const datasets = useCatalog((library) => library.datasets);
  const chosen = typeof value === "string" ? datasets.get(value) : undefined;
  const kind = field.accepts;
  const known = [...datasets.values()]
    .filter((dataset) => dataset.kind === kind)
    .map((dataset) => ({ value: dataset.id, label: dataset.name }));
  const missing = typeof value === "string" && value !== "" && !chosen ? [{ value, label: value }] : [];
  return (
    <>
      <Select
        id={id}
        size="sm"
        searchable
        selectFirstOptionOnChange
        onFocus={(event) => event.currentTarget.select()}
        limit={150}
        {...describeInput(id)}
        placeholder={kind === "file" ? fileTexts.choose : texts.inspector.dataset.choose}
        data={[...missing, ...known]}
        value={typeof value === "string" && value !== "" ? value : null}
        allowDeselect={false}
        onChange={(dataset) => onChange(dataset ?? undefined)}
      />
      {chosen && <DatasetFacts dataset={chosen} />}
      {chosen && <VersionSelect node={node} dataset={chosen} />}
    </>
  );
}

function DatasetFacts({ dataset }: { dataset: DatasetSummary }) {
  return (
    <div className="dataset-facts">
      <p>
        {dataset.kind === "file" ? formatFileSize(dataset.bytes) : formatSize(dataset.rows, dataset.columns)},{" "}
        {dataset.file_name}
      </p>
      {dataset.notices.map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
      {dataset.attribution && <p className="dataset-attribution">{dataset.attribution}</p>}
    </div>
  );
}

const NEWEST = "newest";

function VersionSelect({ node, dataset }: { node: string; dataset: DatasetSummary }) {
  const version = useDesign((store) => store.document?.nodes[node]?.parameters.version ?? null);
  const words = texts.inspector.dataset;
  if (dataset.versions.length < 2 && version === null) return null;
  const choose = (chosen: string | null) => {
    const path = ["nodes", node, "parameters", "version"];
    const newest = chosen === null || chosen === NEWEST;
    changeDesign(words.setVersion(newest ? words.newest(dataset.version) : words.fixed(Number(chosen))), [
      newest ? { path } : { path, value: Number(chosen) },
    ]);
  };
  return (
    <Select
      mt={8}
      size="sm"
      label={words.version}
      allowDeselect={false}
      data={[
        { value: NEWEST, label: words.newest(dataset.version) },
        ...dataset.versions.map((one) => ({
          value: String(one.version),
          label: `${words.fixed(one.version)}, ${formatMoment(one.created_at)}`,
        })),
      ]}
      value={version === null ? NEWEST : String(version)}
      onChange={choose}
    />
  );
}
