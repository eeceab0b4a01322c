/** All datasets: a list, and the one that is chosen with its table, versions and source. */

import { RequireEditor } from "../ui/RequireEditor";
import "../styles/lazyMantine";
import { Button, FileButton, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { DatasetSummary } from "../api/apiTypes";
import { useDatasets } from "../api/queries";
import { DatasetDetails } from "../features/datasets/DatasetDetails";
import { useImportUpload } from "../features/importing/useImportUpload";
import { offerPrediction } from "../features/quickStart/offerPrediction";
import { createDesignWithDataset } from "../lib/createDesign";
import { formatDatasetSize } from "../lib/format";
import { useFragment } from "../lib/navigation";
import { resultTexts as texts } from "../messages/resultTexts";
import { DatasetThumbnail } from "../ui/DatasetThumbnail";
import { Dropzone } from "../ui/Dropzone";
import { DialogHost } from "../ui/dialogs/DialogHost";
import { LoadMore } from "../ui/LoadMore";
import { PageFrame } from "./frame/PageFrame";
import "../features/datasets/datasetRows.css";
import "./datasetsPage.css";

export default function DatasetsPage() {
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
  const upload = useImportUpload({
    onImported: (dataset) => setChosen(dataset.id),
    onPredict: (dataset) => {
      setChosen(dataset.id);
      offerPrediction(dataset, () => void createDesignWithDataset(dataset));
    },
  });
  const shown = data?.find((dataset) => dataset.id === chosen) ?? data?.[0];
  return (
    <PageFrame title={texts.datasets.title}>
      <div className="datasets">
        <div className="datasets-side">
          <header className="page-head">
            <h1>{texts.datasets.title}</h1>
            <RequireEditor>
              <FileButton multiple onChange={(files) => files.length > 0 && upload.start(files)}>
                {(props) => (
                  <Button
                    leftSection={<IconPlus size={16} stroke={1.8} />}
                    loading={upload.current !== null}
                    {...props}
                  >
                    {texts.datasets.upload}
                  </Button>
                )}
              </FileButton>
            </RequireEditor>
          </header>
          {error && <p className="page-message">{error.message}</p>}
          {data && data.length > 0 && <DatasetList datasets={data} shown={shown?.id} onChoose={setChosen} />}
          <RequireEditor>
            <Dropzone upload={upload} compact />
          </RequireEditor>
        </div>
        {shown ? (
          <DatasetDetails
            key={shown.id}
            ref={details}
            dataset={shown}
            onNewVersion={(files) => upload.start(files, shown.id)}
          />
        ) : (
          data && <p className="page-message">{texts.datasets.empty}</p>
        )}
      </div>
      <DialogHost />
    </PageFrame>
  );
}

/** So many at a time, as one scrolls. */
const AT_FIRST = 100;

interface DatasetListProps {
  datasets: DatasetSummary[];
  shown: string | undefined;
  onChoose: (id: string) => void;
}

function DatasetList({ datasets, shown, onChoose }: DatasetListProps) {
  const [query, setQuery] = useState("");
  const [most, setMost] = useState(AT_FIRST);
  const more = useCallback(() => setMost((before) => before + AT_FIRST), []);
  const found = useMemo(() => {
    const needle = query.trim().toLowerCase();
    return datasets.filter((dataset) => `${dataset.name} ${dataset.file_name}`.toLowerCase().includes(needle));
  }, [datasets, query]);
  return (
    <>
      <TextInput
        size="sm"
        aria-label={texts.datasets.find}
        placeholder={texts.datasets.find}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {found.length === 0 && <p className="page-message">{texts.datasets.noMatch(query)}</p>}
      <ul className="dataset-list">
        {found.slice(0, most).map((dataset) => (
          <li key={dataset.id}>
            <button
              type="button"
              className="dataset-row"
              aria-current={dataset.id === shown || undefined}
              onClick={() => onChoose(dataset.id)}
            >
              <DatasetThumbnail glance={dataset.glance} />
              <span className="dataset-name">
                {dataset.name} {dataset.source === "sample" && <i>{texts.datasets.sample}</i>}
              </span>
              <span className="dataset-size">{formatDatasetSize(dataset)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > most && <LoadMore shown={most} total={found.length} loading={false} onMore={more} />}
    </>
  );
}
