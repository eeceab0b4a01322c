/** Home: one's designs, the samples, a place to drop a table, and the datasets. */

import "../styles/later";
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch, IconUpload } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { importDesign } from "../actions/importDesign";
import { takeTour } from "../actions/takeTour";
import { may } from "../api/may";
import { type DesignSort, designPages, itemsOf, totalOf } from "../api/pages";
import type { DesignSummary } from "../api/types";
import { DesignCard } from "../components/DesignCard";
import { DropBox } from "../components/DropBox";
import { ForEditors } from "../components/ForEditors";
import { HomeDatasets } from "../components/HomeDatasets";
import { More } from "../components/More";
import { openNew, openNewWith } from "../components/newDesign";
import { PageFrame } from "../components/PageFrame";
import { SampleGallery } from "../components/SampleGallery";
import { useUpload } from "../components/useUpload";
import { DialogHost } from "../dialogs/DialogHost";
import { offerPrediction } from "../dialogs/offering";
import { onboarding } from "../messages/onboarding";
import { resultsMessages as say } from "../messages/results";
import "./home.css";

export function HomePage() {
  const upload = useUpload((dataset) =>
    dataset.kind === "table" ? offerPrediction(dataset, () => void openNewWith(dataset)) : openNewWith(dataset),
  );
  return (
    <PageFrame title={say.home.title}>
      <div className="home">
        <div>
          <Designs />
          <ForEditors>
            <SampleGallery />
          </ForEditors>
        </div>
        <aside>
          <ForEditors>
            <DropBox upload={upload} />
          </ForEditors>
          <HomeDatasets />
        </aside>
      </div>
      <DialogHost />
    </PageFrame>
  );
}

const WHILE_RUNNING = 2_000;
const isLive = (design: DesignSummary): boolean => ["running", "queued"].includes(design.last_run?.state ?? "");

/** Fewer are seen at a glance. */
const WORTH_SEARCHING = 8;

function Designs() {
  const [sort, setSort] = useState<DesignSort>("edited");
  const [words, setWords] = useState("");
  const [asked] = useDebouncedValue(words.trim(), 200);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...designPages(sort, asked),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (itemsOf(state.data)?.some(isLive) ? WHILE_RUNNING : false),
  });
  const [found, total] = [itemsOf(data), totalOf(data) ?? 0];
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const searchable = words !== "" || total > WORTH_SEARCHING;
  return (
    <section>
      <header className="page-head">
        <h1>{say.home.title}</h1>
        {searchable && <span className="home-total">{say.home.total(total)}</span>}
        <div className="page-actions">
          {searchable && <Find words={words} onChange={setWords} />}
          {(total > 1 || words !== "") && <SortSelect sort={sort} onChange={setSort} />}
          <NewDesigns />
        </div>
      </header>
      {error && (
        <p className="page-message">
          {say.home.loadFailed} {error.message}
        </p>
      )}
      {found?.length === 0 && asked !== "" && <p className="page-message">{say.home.noMatch(asked)}</p>}
      {found?.length === 0 &&
        asked === "" &&
        (may("editor") ? <Empty /> : <p className="page-message">{say.home.noneToSee}</p>)}
      <ul className="design-cards">
        {found?.map((design) => (
          <li key={design.id}>
            <DesignCard design={design} />
          </li>
        ))}
      </ul>
      {hasNextPage && <More shown={found?.length ?? 0} total={total} loading={isFetchingNextPage} onMore={more} />}
    </section>
  );
}

function NewDesigns() {
  return (
    <ForEditors>
      <Button
        variant="default"
        leftSection={<IconUpload size={16} stroke={1.6} />}
        onClick={() => void importDesign.perform()}
      >
        {say.home.import}
      </Button>
      <Button
        leftSection={<IconPlus size={16} stroke={1.8} />}
        onClick={() => void openNew({ name: say.home.untitled })}
      >
        {say.home.newDesign}
      </Button>
    </ForEditors>
  );
}

function Find({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  return (
    <TextInput
      w={180}
      size="sm"
      type="search"
      aria-label={say.home.find}
      placeholder={say.home.find}
      leftSection={<IconSearch size={15} stroke={1.6} />}
      value={words}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The first thing that anybody sees here. */
function Empty() {
  return (
    <div className="home-empty">
      <p>{say.home.empty}</p>
      <ol>
        {say.home.steps3.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Button variant="default" onClick={() => void takeTour.perform()}>
        {onboarding.tours.startFirst}
      </Button>
    </div>
  );
}

function SortSelect({ sort, onChange }: { sort: DesignSort; onChange: (sort: DesignSort) => void }) {
  return (
    <Select
      w={132}
      size="sm"
      aria-label={say.home.sort}
      allowDeselect={false}
      data={Object.entries(say.home.sorts).map(([value, label]) => ({ value, label }))}
      value={sort}
      onChange={(value) => onChange(value as DesignSort)}
    />
  );
}
