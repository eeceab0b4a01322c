/** Home: one's designs, the samples, a place to drop a table, and the datasets. */

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlayerPlayFilled, IconPlus, IconSearch, IconUpload } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { importDesignAction } from "../actions/importDesign";
import { takeTourAction } from "../actions/takeTour";
import type { DatasetSummary, DesignSummary } from "../api/apiTypes";
import { createDesignPagesQuery, type DesignSort, getLoadedItems, getTotalCount } from "../api/pagedQueries";
import { hasRole } from "../api/permissions";
import { useExamples } from "../api/queries";
import { HomeDatasets } from "../features/datasets/HomeDatasets";
import { DesignCard } from "../features/designs/DesignCard";
import { ExampleGallery } from "../features/examples/ExampleGallery";
import { useImportUpload } from "../features/importing/useImportUpload";
import { offerPrediction } from "../features/quickStart/offerPrediction";
import { createAndOpenDesign, createAndRunDesign, createDesignWithDataset } from "../lib/createDesign";
import { onboardingTexts } from "../messages/onboardingTexts";
import { resultTexts as texts } from "../messages/resultTexts";
import { Dropzone } from "../ui/Dropzone";
import { DialogHost } from "../ui/dialogs/DialogHost";
import { GraphThumbnail } from "../ui/GraphThumbnail";
import { LoadMore } from "../ui/LoadMore";
import { RequireEditor } from "../ui/RequireEditor";
import { ThumbnailPicture } from "../ui/ThumbnailPicture";
import type { UploadState } from "../ui/uploadState";
import { PageFrame } from "./frame/PageFrame";
import "./homePage.css";

export default function HomePage() {
  // The list below asks the same, so that nothing is asked for twice.
  const { data, error } = useInfiniteQuery(createDesignPagesQuery("edited", ""));
  const isEmpty = getTotalCount(data) === 0;
  // Until then it is open where the box stands, and a file that is chosen meanwhile must not be lost.
  const isKnown = data !== undefined || error !== null;
  const predict = (dataset: DatasetSummary) => offerPrediction(dataset, () => void createDesignWithDataset(dataset));
  const upload = useImportUpload({
    skipsPlainFiles: true,
    onImported: (dataset) => (dataset.kind === "table" ? predict(dataset) : void createDesignWithDataset(dataset)),
  });
  return (
    <PageFrame title={texts.home.title}>
      <div className="home">
        <div>
          <DesignList upload={upload} />
          <RequireEditor>
            <ExampleGallery />
          </RequireEditor>
        </div>
        <aside>
          <RequireEditor>{isKnown && !isEmpty && <Dropzone upload={upload} />}</RequireEditor>
          <HomeDatasets />
        </aside>
      </div>
      <DialogHost />
    </PageFrame>
  );
}

const WHILE_RUNNING = 2_000;
const isDesignRunning = (design: DesignSummary): boolean =>
  ["running", "queued"].includes(design.last_run?.state ?? "");

/** Fewer are seen at a glance. */
const WORTH_SEARCHING = 8;

function DesignList({ upload }: { upload: UploadState }) {
  const [sort, setSort] = useState<DesignSort>("edited");
  const [words, setWords] = useState("");
  const [debouncedText] = useDebouncedValue(words.trim(), 200);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...createDesignPagesQuery(sort, debouncedText),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (getLoadedItems(state.data)?.some(isDesignRunning) ? WHILE_RUNNING : false),
  });
  const [found, total] = [getLoadedItems(data), getTotalCount(data) ?? 0];
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const searchable = words !== "" || total > WORTH_SEARCHING;
  return (
    <section>
      <header className="page-head">
        <h1>{texts.home.title}</h1>
        {searchable && <span className="home-total">{texts.home.total(total)}</span>}
        <div className="page-actions">
          {searchable && <DesignSearch words={words} onChange={setWords} />}
          {(total > 1 || words !== "") && <SortSelect sort={sort} onChange={setSort} />}
          <NewDesignOptions />
        </div>
      </header>
      {error && (
        <p className="page-message">
          {texts.home.loadFailed} {error.message}
        </p>
      )}
      {found?.length === 0 && debouncedText !== "" && (
        <p className="page-message">{texts.home.noMatch(debouncedText)}</p>
      )}
      {found?.length === 0 &&
        debouncedText === "" &&
        (hasRole("editor") ? <EmptyHome upload={upload} /> : <p className="page-message">{texts.home.noneToSee}</p>)}
      <ul className="design-cards">
        {found?.map((design) => (
          <li key={design.id}>
            <DesignCard design={design} />
          </li>
        ))}
      </ul>
      {hasNextPage && <LoadMore shown={found?.length ?? 0} total={total} loading={isFetchingNextPage} onMore={more} />}
    </section>
  );
}

function NewDesignOptions() {
  return (
    <RequireEditor>
      <Button
        variant="default"
        leftSection={<IconUpload size={16} stroke={1.6} />}
        onClick={() => void importDesignAction.perform()}
      >
        {texts.home.import}
      </Button>
      <Button
        leftSection={<IconPlus size={16} stroke={1.8} />}
        onClick={() => void createAndOpenDesign({ name: texts.home.untitled })}
      >
        {texts.home.newDesign}
      </Button>
    </RequireEditor>
  );
}

function DesignSearch({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  return (
    <TextInput
      w={180}
      size="sm"
      type="search"
      aria-label={texts.home.find}
      placeholder={texts.home.find}
      leftSection={<IconSearch size={15} stroke={1.6} />}
      value={words}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The first thing that anybody sees here: one's own table, and a sample that runs at once. */
function EmptyHome({ upload }: { upload: UploadState }) {
  return (
    <div className="home-empty">
      <section className="home-start">
        <h2>{texts.home.own}</h2>
        <p>{texts.home.ownHelp}</p>
        <Dropzone upload={upload} compact />
      </section>
      <FirstSample />
      <section className="home-by-hand">
        <h2>{texts.home.byHand}</h2>
        <ol>
          {texts.home.steps3.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <Button variant="default" onClick={() => void takeTourAction.perform()}>
          {onboardingTexts.tours.startFirst}
        </Button>
      </section>
    </div>
  );
}

function FirstSample() {
  const { data } = useExamples();
  const [isBusy, setBusy] = useState(false);
  const sample = data?.find(({ glance }) => glance) ?? data?.[0];
  if (!sample) return <section className="home-start" />;
  const run = () => {
    setBusy(true);
    void createAndRunDesign({ sample: sample.name }).finally(() => setBusy(false));
  };
  return (
    <section className="home-start">
      <h2>{texts.home.sampleNow}</h2>
      <p>{texts.home.sampleNowHelp(sample.title)}</p>
      <div className="home-sample">
        <GraphThumbnail picture={sample.picture} width={190} height={124} label={texts.home.picture(sample.title)} />
        {sample.glance && (
          <span role="img" aria-label={texts.home.resultPicture(sample.title)}>
            <ThumbnailPicture glance={sample.glance} width={120} height={114} />
          </span>
        )}
      </div>
      <Button loading={isBusy} leftSection={<IconPlayerPlayFilled size={13} />} onClick={run}>
        {texts.home.runSample}
      </Button>
    </section>
  );
}

function SortSelect({ sort, onChange }: { sort: DesignSort; onChange: (sort: DesignSort) => void }) {
  return (
    <Select
      w={132}
      size="sm"
      aria-label={texts.home.sort}
      allowDeselect={false}
      data={Object.entries(texts.home.sorts).map(([value, label]) => ({ value, label }))}
      value={sort}
      onChange={(value) => onChange(value as DesignSort)}
    />
  );
}
