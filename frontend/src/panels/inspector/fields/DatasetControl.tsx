/** A stored dataset and its version: the newest, or one that stays. */

import { Select } from "@mantine/core";
import type { DatasetSummary } from "../../../api/types";
import { filesMessages } from "../../../messages/files";
import { resultsMessages as say } from "../../../messages/results";
import { change, useDesign } from "../../../stores/design";
import { useLibrary } from "../../../stores/library";
import { bytes, moment, size } from "../../../views/format";
import type { ControlProps } from "./FieldControl";
import { helpId } from "./FieldFrame";

export function DatasetControl({ node, field, id, value, onChange }: ControlProps) {
  const datasets = useLibrary((library) => library.datasets);
  const chosen = typeof value === "string" ? datasets.get(value) : undefined;
  const kind = field.schema.dataset_reference === "file" ? "file" : "table";
  const known = [...datasets.values()]
    .filter((dataset) => dataset.kind === kind)
    .map((dataset) => ({ value: dataset.id, label: dataset.name }));
  const gone = typeof value === "string" && value !== "" && !chosen ? [{ value, label: value }] : [];
  return (
    <>
      <Select
        id={id}
        size="sm"
        searchable
        selectFirstOptionOnChange
        onFocus={(event) => event.currentTarget.select()}
        limit={150}
        aria-describedby={helpId(id)}
        placeholder={kind === "file" ? filesMessages.choose : say.inspector.dataset.choose}
        data={[...gone, ...known]}
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
        {dataset.kind === "file" ? bytes(dataset.bytes) : size(dataset.rows, dataset.columns)}, {dataset.file_name}
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
  const words = say.inspector.dataset;
  if (dataset.versions.length < 2 && version === null) return null;
  const choose = (chosen: string | null) => {
    const path = ["nodes", node, "parameters", "version"];
    const newest = chosen === null || chosen === NEWEST;
    change(words.setVersion(newest ? words.newest(dataset.version) : words.fixed(Number(chosen))), [
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
          label: `${words.fixed(one.version)}, ${moment(one.created_at)}`,
        })),
      ]}
      value={version === null ? NEWEST : String(version)}
      onChange={choose}
    />
  );
}
