/** All runs of all designs, newest first: found, sorted, compared, tagged, cleaned up. */

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Suspense, useCallback, useState } from "react";
import { get } from "../api/client";
import { itemsOf, runPages, totalOf } from "../api/pages";
import { useDesigns } from "../api/queries";
import type { RunState, RunSummary } from "../api/types";
import { More } from "../components/More";
import { PageFrame } from "../components/PageFrame";
import { DialogHost } from "../dialogs/DialogHost";
import { openDialog } from "../dialogs/open";
import { later } from "../later";
import { text } from "../messages/en";
import { resultsMessages as words } from "../messages/results";
import { versionMessages } from "../messages/versions";
import { navigate } from "../navigation";
import { ANY, asQuery, type Wanted } from "../runs/query";
import { RunsTable } from "../runs/RunsTable";
import "../styles/panels.css";
import "../runs/runs.css";

const ParallelRuns = later(() => import("../runs/ParallelRuns"));

const say = versionMessages.runs;
const WHILE_RUNNING = 2_000;
const isLive = (run: RunSummary): boolean => run.state === "running" || run.state === "queued";

export function RunsPage() {
  const [wanted, setWanted] = useState<Wanted>(ANY);
  const [asked] = useDebouncedValue(wanted, 200);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const {
    data: pages,
    error,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = useInfiniteQuery({
    ...runPages(asQuery(asked)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (itemsOf(state.data)?.some(isLive) ? WHILE_RUNNING : false),
  });
  const data = itemsOf(pages);
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const filtered = JSON.stringify(asked) !== JSON.stringify(ANY);
  const choose = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  return (
    <PageFrame title={words.runs.title}>
      <div className="runs">
        <header className="page-head runs-head">
          <h1>{words.runs.title}</h1>
          <Button variant="default" onClick={() => void openDialog(() => import("../runs/CleanDialog"))}>
            {say.cleanUp}
          </Button>
          <Compare chosen={chosen} />
        </header>
        <Filters wanted={wanted} onChange={setWanted} />
        {error && <p className="page-message">{error.message}</p>}
        {data?.length === 0 && <p className="page-message">{filtered ? say.noMatch : words.runs.empty}</p>}
        {data && data.length > 0 && <RunsTable runs={data} chosen={chosen} onChoose={choose} />}
        {data && hasNextPage && (
          <More shown={data.length} total={totalOf(pages) ?? 0} loading={isFetchingNextPage} onMore={more} />
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

function Compare({ chosen }: { chosen: readonly string[] }) {
  // The earliest chosen is what the others are compared with.
  return (
    <Button
      disabled={chosen.length < 2}
      title={chosen.length < 2 ? say.compareHint : undefined}
      onClick={() => navigate(`/compare/${chosen.join(",")}`)}
    >
      {chosen.length < 2 ? say.compare : `${say.compare}: ${say.chosen(chosen.length)}`}
    </Button>
  );
}

const STATES = Object.entries(text.runStates)
  .filter(([value]) => value !== "none")
  .map(([value, label]) => ({ value, label }));

interface FiltersProps {
  wanted: Wanted;
  onChange: (wanted: Wanted) => void;
}

function Filters({ wanted, onChange }: FiltersProps) {
  const [design, setDesign] = useState("");
  const [words] = useDebouncedValue(design, 200);
  const designs = useDesigns(words).data ?? [];
  const tags = useQuery({ queryKey: ["run-tags"], queryFn: () => get<string[]>("/api/runs/tags") }).data ?? [];
  const set = (changes: Partial<Wanted>) => onChange({ ...wanted, ...changes });
  return (
    <search className="runs-filters" aria-label={say.filter}>
      <TextInput
        aria-label={say.find}
        placeholder={say.find}
        value={wanted.text}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      <Select
        aria-label={say.design}
        placeholder={say.anyDesign}
        searchable
        clearable
        data={designs.map(({ id, name }) => ({ value: id, label: name }))}
        searchValue={design}
        onSearchChange={setDesign}
        value={wanted.design}
        onChange={(design) => set({ design })}
      />
      <Select
        aria-label={say.state}
        placeholder={say.anyState}
        clearable
        data={STATES}
        value={wanted.state}
        onChange={(state) => set({ state: state as RunState | null })}
      />
      <Select
        aria-label={say.tag}
        placeholder={say.anyTag}
        searchable
        clearable
        data={tags}
        value={wanted.tag}
        onChange={(tag) => set({ tag })}
      />
      <TextInput
        type="date"
        aria-label={say.since}
        title={say.since}
        value={wanted.since}
        onChange={(event) => set({ since: event.currentTarget.value })}
      />
    </search>
  );
}
