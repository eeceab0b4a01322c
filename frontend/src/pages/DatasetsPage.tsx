/** All datasets: a list, and the one that is chosen with its table, versions and source. */

import { ForEditors } from "../components/ForEditors";
import "../styles/later";
import { Button, FileButton, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useDatasets } from "../api/queries";
import type { DatasetSummary } from "../api/types";
import { DatasetDetails } from "../components/DatasetDetails";
import { DatasetPlate } from "../components/DatasetPlate";
import { DropBox } from "../components/DropBox";
import { More } from "../components/More";
import { PageFrame } from "../components/PageFrame";
import { useUpload } from "../components/useUpload";
import { resultsMessages as say } from "../messages/results";
import { useFragment } from "../navigation";
import { sizeOf } from "../views/format";
import "../components/datasetRows.css";
import "./datasets.css";

export function DatasetsPage() {
  const { data, error } = useDatasets();
  // The dataset that a link from elsewhere points to: /datasets#id.
  const linked = useFragment();
  const [chosen, setChosen] = useState(linked);
  useEffect(() => {
    if (linked) setChosen(linked);
  }, [linked]);
  // On a phone it stands below the list.
  const details = useRef<HTMLElement>(null);
  useEffect(() => {
    if (chosen) details.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const upload = useUpload((dataset) => setChosen(dataset.id));
  const shown = data?.find((dataset) => dataset.id === chosen) ?? data?.[0];
  return (
    <PageFrame title={say.datasets.title}>
      <div className="datasets">
        <div className="datasets-side">
          <header className="page-head">
            <h1>{say.datasets.title}</h1>
            <ForEditors>
              <FileButton onChange={(file) => file && upload.start(file)}>
                {(props) => (
                  <Button
                    leftSection={<IconPlus size={16} stroke={1.8} />}
                    loading={upload.current !== null}
                    {...props}
                  >
                    {say.datasets.upload}
                  </Button>
                )}
              </FileButton>
            </ForEditors>
          </header>
          {error && <p className="page-message">{error.message}</p>}
          {data && data.length > 0 && <DatasetList datasets={data} shown={shown?.id} onChoose={setChosen} />}
          <ForEditors>
            <DropBox upload={upload} compact />
          </ForEditors>
        </div>
        {shown ? (
          <DatasetDetails
            key={shown.id}
            ref={details}
            dataset={shown}
            onNewVersion={(file) => upload.start(file, shown.id)}
          />
        ) : (
          data && <p className="page-message">{say.datasets.empty}</p>
        )}
      </div>
    </PageFrame>
  );
}

/** So many at a time, as one scrolls. */
const AT_FIRST = 100;

interface ListProps {
  datasets: DatasetSummary[];
  shown: string | undefined;
  onChoose: (id: string) => void;
}

function DatasetList({ datasets, shown, onChoose }: ListProps) {
  const [query, setQuery] = useState("");
  const [most, setMost] = useState(AT_FIRST);
  const more = useCallback(() => setMost((before) => before + AT_FIRST), []);
  const found = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return datasets.filter((dataset) => `${dataset.name} ${dataset.file_name}`.toLowerCase().includes(wanted));
  }, [datasets, query]);
  return (
    <>
      <TextInput
        size="sm"
        aria-label={say.datasets.find}
        placeholder={say.datasets.find}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {found.length === 0 && <p className="page-message">{say.datasets.noMatch(query)}</p>}
      <ul className="dataset-list">
        {found.slice(0, most).map((dataset) => (
          <li key={dataset.id}>
            <button type="button" aria-current={dataset.id === shown || undefined} onClick={() => onChoose(dataset.id)}>
              <DatasetPlate glance={dataset.glance} />
              <span className="dataset-name">
                {dataset.name} {dataset.source === "sample" && <i>{say.datasets.sample}</i>}
              </span>
              <span className="dataset-size">{sizeOf(dataset)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > most && <More shown={most} total={found.length} loading={false} onMore={more} />}
    </>
  );
}
