/** All runs of all designs, newest first: found, sorted, compared, tagged, cleaned up. */

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Suspense, useCallback, useState } from "react";
import type { ListedRun, RunState, RunSummary } from "../api/apiTypes";
import { getJson } from "../api/client";
import { createRunPagesQuery, getLoadedItems, getTotalCount } from "../api/pagedQueries";
import { useDesigns } from "../api/queries";
import { RunsTable } from "../features/runs/RunsTable";
import { NO_FILTER, type RunFilter, toQueryString } from "../features/runs/runQueries";
import { lazyWithRetry } from "../lib/lazy";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { resultTexts as moreTexts } from "../messages/resultTexts";
import { versionTexts } from "../messages/versionTexts";
import { DialogHost } from "../ui/dialogs/DialogHost";
import { openDialog } from "../ui/dialogs/dialogStore";
import { LoadMore } from "../ui/LoadMore";
import { PageFrame } from "./frame/PageFrame";
import "./runsPage.css";

const SweepPanel = lazyWithRetry(() => import("../features/runs/SweepPanel"));
const ParallelRuns = lazyWithRetry(() => import("../features/runs/ParallelRuns"));

const texts = versionTexts.runs;
const WHILE_RUNNING = 2_000;
const isRunLive = (run: RunSummary): boolean => run.state === "running" || run.state === "queued";

/** A link may name a tag: "#tag=…". */
function readFilter(): RunFilter {
  const tag = new URLSearchParams(location.hash.slice(1)).get("tag");
  return { ...NO_FILTER, tag };
}

const isOneDesign = (runs: readonly ListedRun[]): boolean => runs.every((run) => run.design_id === runs[0]?.design_id);

export default function RunsPage() {
  const [filter, setWanted] = useState<RunFilter>(readFilter);
  const [debouncedFilter] = useDebouncedValue(filter, 200);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const {
    data: pages,
    error,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = useInfiniteQuery({
    ...createRunPagesQuery(toQueryString(debouncedFilter)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (getLoadedItems(state.data)?.some(isRunLive) ? WHILE_RUNNING : false),
  });
  const data = getLoadedItems(pages);
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const filtered = JSON.stringify(debouncedFilter) !== JSON.stringify(NO_FILTER);
  const choose = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  return (
    <PageFrame title={moreTexts.runs.title}>
      <div className="runs">
        <header className="page-head runs-head">
          <h1>{moreTexts.runs.title}</h1>
          <Button variant="default" onClick={() => void openDialog(() => import("../features/runs/CleanDialog"))}>
            {texts.cleanUp}
          </Button>
          <CompareButton chosen={orderByTime(chosen, data ?? [])} />
        </header>
        <RunFilters filter={filter} onChange={setWanted} />
        {error && <p className="page-message">{error.message}</p>}
        {data?.length === 0 && <p className="page-message">{filtered ? texts.noMatch : moreTexts.runs.empty}</p>}
        {data && data.length > 1 && debouncedFilter.tag !== null && !hasNextPage && isOneDesign(data) && (
          <Suspense fallback={null}>
            <SweepPanel runs={data} />
          </Suspense>
        )}
        {data && data.length > 0 && <RunsTable runs={data} chosen={chosen} onChoose={choose} />}
        {data && hasNextPage && (
          <LoadMore shown={data.length} total={getTotalCount(pages) ?? 0} loading={isFetchingNextPage} onMore={more} />
        )}
        {data && data.length > 1 && (
          <Suspense fallback={null}>
            <ParallelRuns runs={data.filter((run) => chosen.length < 2 || chosen.includes(run.id))} />
          </Suspense>
        )}
      </div>
      <DialogHost />
    </PageFrame>
  );
}

/** Older runs first, in whatever order they were chosen: what changed is told from then to now. */
const orderByTime = (chosen: readonly string[], runs: readonly ListedRun[]): string[] => {
  const started = new Map(runs.map((run) => [run.id, run.created_at]));
  return [...chosen].sort((one, other) => (started.get(one) ?? "").localeCompare(started.get(other) ?? ""));
};

function CompareButton({ chosen }: { chosen: readonly string[] }) {
  // The oldest is what the others are compared with.
  return (
    <Button
      disabled={chosen.length < 2}
      title={chosen.length < 2 ? texts.compareHint : undefined}
      onClick={() => navigate(`/compare/${chosen.join(",")}`)}
    >
      {chosen.length < 2 ? texts.compare : `${texts.compare}: ${texts.chosen(chosen.length)}`}
    </Button>
  );
}

const RUN_STATES = Object.entries(appTexts.runStates)
  .filter(([value]) => value !== "none")
  .map(([value, label]) => ({ value, label }));

interface RunFiltersProps {
  filter: RunFilter;
  onChange: (wanted: RunFilter) => void;
}

function RunFilters({ filter, onChange }: RunFiltersProps) {
  const [design, setDesign] = useState("");
  const [words] = useDebouncedValue(design, 200);
  const designs = useDesigns(words).data ?? [];
  const tags = useQuery({ queryKey: ["run-tags"], queryFn: () => getJson<string[]>("/api/runs/tags") }).data ?? [];
  const set = (changes: Partial<RunFilter>) => onChange({ ...filter, ...changes });
  return (
    <search className="runs-filters" aria-label={texts.filter}>
      <TextInput
        aria-label={texts.find}
        placeholder={texts.find}
        value={filter.text}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      <Select
        aria-label={texts.design}
        placeholder={texts.anyDesign}
        searchable
        clearable
        data={designs.map(({ id, name }) => ({ value: id, label: name }))}
        searchValue={design}
        onSearchChange={setDesign}
        value={filter.design}
        onChange={(design) => set({ design })}
      />
      <Select
        aria-label={texts.state}
        placeholder={texts.anyState}
        clearable
        data={RUN_STATES}
        value={filter.state}
        onChange={(state) => set({ state: state as RunState | null })}
      />
      <Select
        aria-label={texts.tag}
        placeholder={texts.anyTag}
        searchable
        clearable
        data={tags}
        value={filter.tag}
        onChange={(tag) => set({ tag })}
      />
      <TextInput
        type="date"
        aria-label={texts.since}
        title={texts.since}
        value={filter.since}
        onChange={(event) => set({ since: event.currentTarget.value })}
      />
    </search>
  );
}
