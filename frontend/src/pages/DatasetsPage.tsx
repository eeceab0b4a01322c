/** All datasets: a list, and the one that is chosen with its table, versions and source. */

import { Button, FileButton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { createDatasetPagesQuery, getLoadedItems, getTotalCount } from "../api/pagedQueries";
import { queries } from "../api/queries";
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
import { RequireEditor } from "../ui/RequireEditor";
import { PageFrame } from "./frame/PageFrame";
import "../features/datasets/datasetRows.css";
import "./datasetsPage.css";

export default function DatasetsPage() {
  const [words, setWords] = useState("");
  const list = useDatasetPages(words);
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
  const shown = useShownDataset(list, chosen);
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
          {list.error && <p className="page-message">{list.error.message}</p>}
          {(list.total > 0 || words !== "") && (
            <DatasetList list={list} words={words} onSearch={setWords} shown={shown?.id} onChoose={setChosen} />
          )}
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
          list.found && words === "" && <p className="page-message">{texts.datasets.empty}</p>
        )}
      </div>
      <DialogHost />
    </PageFrame>
  );
}

interface DatasetListProps {
  list: DatasetPages;
  words: string;
  onSearch: (words: string) => void;
  shown: string | undefined;
  onChoose: (id: string) => void;
}

type DatasetPages = ReturnType<typeof useDatasetPages>;

/** The datasets with these words, page by page as the server gives them. */
function useDatasetPages(words: string) {
  const [debouncedText] = useDebouncedValue(words.trim(), 200);
  const query = useInfiniteQuery({ ...createDatasetPagesQuery(debouncedText), placeholderData: keepPreviousData });
  const { fetchNextPage } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return { ...query, found: getLoadedItems(query.data), total: getTotalCount(query.data) ?? 0, more };
}

/** The one that is chosen, else the first of the list. */
function useShownDataset({ found }: DatasetPages, chosen: string | undefined) {
  const listed = found?.find((dataset) => dataset.id === chosen);
  // One that a link points to may stand far below, or not be among those that were searched for.
  const { data: elsewhere } = useQuery({
    ...queries.dataset(chosen ?? ""),
    enabled: Boolean(chosen) && found !== undefined && !listed,
  });
  return listed ?? elsewhere ?? found?.[0];
}

function DatasetList({ list, words, onSearch, shown, onChoose }: DatasetListProps) {
  const { found, total, hasNextPage, isFetchingNextPage, more } = list;
  return (
    <>
      <TextInput
        size="sm"
        aria-label={texts.datasets.find}
        placeholder={texts.datasets.find}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={words}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      {found?.length === 0 && <p className="page-message">{texts.datasets.noMatch(words)}</p>}
      <ul className="dataset-list">
        {found?.map((dataset) => (
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
        {/* In the list, which scrolls by itself: at its end more is loaded. */}
        {hasNextPage && (
          <li>
            <LoadMore shown={found?.length ?? 0} total={total} loading={isFetchingNextPage} onMore={more} />
          </li>
        )}
      </ul>
    </>
  );
}
