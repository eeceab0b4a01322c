/** Home: one's designs, the samples, a place to drop a table, and the datasets. */

import "../styles/later";
import { Button, Select } from "@mantine/core";
import { IconPlus, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { importDesign } from "../actions/importDesign";
import { takeTour } from "../actions/takeTour";
import { may } from "../api/may";
import { queries } from "../api/queries";
import type { DesignSummary } from "../api/types";
import { DesignCard } from "../components/DesignCard";
import { DropBox } from "../components/DropBox";
import { ForEditors } from "../components/ForEditors";
import { HomeDatasets } from "../components/HomeDatasets";
import { openNew, openNewWith } from "../components/newDesign";
import { PageFrame } from "../components/PageFrame";
import { SampleGallery } from "../components/SampleGallery";
import { useUpload } from "../components/useUpload";
import { DialogHost } from "../dialogs/DialogHost";
import { offerPrediction } from "../dialogs/offering";
import { onboarding } from "../messages/onboarding";
import { resultsMessages as say } from "../messages/results";
import "./home.css";

type Sort = keyof typeof say.home.sorts;

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

function Designs() {
  const { data, error } = useQuery({
    ...queries.designs(),
    refetchInterval: ({ state }) => (state.data?.some(isLive) ? WHILE_RUNNING : false),
  });
  const [sort, setSort] = useState<Sort>("edited");
  const sorted = useMemo(() => sortedBy(sort, data ?? []), [sort, data]);
  return (
    <section>
      <header className="page-head">
        <h1>{say.home.title}</h1>
        <div className="page-actions">
          {sorted.length > 1 && <SortSelect sort={sort} onChange={setSort} />}
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
        </div>
      </header>
      {error && (
        <p className="page-message">
          {say.home.loadFailed} {error.message}
        </p>
      )}
      {data?.length === 0 && (may("editor") ? <Empty /> : <p className="page-message">{say.home.noneToSee}</p>)}
      <ul className="design-cards">
        {sorted.map((design) => (
          <li key={design.id}>
            <DesignCard design={design} />
          </li>
        ))}
      </ul>
    </section>
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

function SortSelect({ sort, onChange }: { sort: Sort; onChange: (sort: Sort) => void }) {
  return (
    <Select
      w={132}
      size="sm"
      aria-label={say.home.sort}
      allowDeselect={false}
      data={Object.entries(say.home.sorts).map(([value, label]) => ({ value, label }))}
      value={sort}
      onChange={(value) => onChange(value as Sort)}
    />
  );
}

function sortedBy(sort: Sort, designs: DesignSummary[]): DesignSummary[] {
  const by: Record<Sort, (one: DesignSummary, other: DesignSummary) => number> = {
    edited: (one, other) => other.updated_at.localeCompare(one.updated_at),
    name: (one, other) => one.name.localeCompare(other.name),
    run: (one, other) => (other.last_run?.created_at ?? "").localeCompare(one.last_run?.created_at ?? ""),
  };
  return [...designs].sort(by[sort]);
}
