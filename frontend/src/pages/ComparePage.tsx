/** Runs side by side: graph, changes, metrics and what moved them, rows and columns, charts. */

import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useMemo, useState } from "react";
import type { RunComparison } from "../api/apiTypes";
import { toUrl } from "../api/basePath";
import { getJson } from "../api/client";
import { Attribution } from "../features/comparison/Attribution";
import { ChangeList } from "../features/comparison/ChangeList";
import { ComparedCanvas } from "../features/comparison/ComparedCanvas";
import { listChangedNodes } from "../features/comparison/changedNodes";
import { MetricsTable } from "../features/comparison/MetricsTable";
import { SizesTable } from "../features/comparison/SizesTable";
import { lazyWithRetry } from "../lib/lazy";
import { followInPage } from "../lib/navigation";
import { versionTexts } from "../messages/versionTexts";
import { loadCatalog } from "../stores/catalogStore";
import { PageFrame } from "./frame/PageFrame";
import "./runsPage.css";
import "./comparePage.css";

const ComparedCharts = lazyWithRetry(() => import("../features/comparison/ComparedCharts"));

const texts = versionTexts.compare;

export default function ComparePage({ runs }: { runs: string }) {
  const query = runs
    .split(",")
    .map((id) => `run=${encodeURIComponent(id)}`)
    .join("&");
  const { data, error } = useQuery({
    queryKey: ["comparison", query],
    queryFn: () => getJson<RunComparison>(`/api/comparison?${query}`),
  });
  useEffect(() => void loadCatalog(), []);
  return (
    <PageFrame title={texts.title}>
      <div className="runs compare">
        <header className="page-head runs-head">
          <h1>{data ? texts.runs(data.runs.map((run) => getComparedName(data, run))) : texts.title}</h1>
          <a href={toUrl("/runs")} onClick={followInPage}>
            {texts.back}
          </a>
        </header>
        {error && <p className="page-message">{error.message}</p>}
        {data && <ComparedRuns data={data} />}
      </div>
    </PageFrame>
  );
}

/** What a run is called beside the others: its number says enough while all are of one design. */
function getComparedName(data: RunComparison, run: RunComparison["runs"][number]): string {
  const several = new Set(data.runs.map(({ design_id: design }) => design)).size > 1;
  return texts.name(run.number, run.design_name, several);
}

function ComparedRuns({ data }: { data: RunComparison }) {
  const names = data.runs.map((run) => getComparedName(data, run));
  const [other, setOther] = useState(1);
  return (
    <>
      <ComparedGraphs data={data} names={names} other={other} onOther={setOther} />
      <MetricsTable metrics={data.metrics} names={names} />
      <Attribution key={other} data={data} other={other} names={names} />
      <SizesTable nodes={data.nodes} names={names} />
      <Suspense fallback={null}>
        <ComparedCharts nodes={data.nodes} runs={data.runs} names={names} />
      </Suspense>
    </>
  );
}

interface ComparedGraphsProps {
  data: RunComparison;
  names: string[];
  other: number;
  onOther: (other: number) => void;
}

function ComparedGraphs({ data, names, other, onOther }: ComparedGraphsProps) {
  const changes = data.changes[other] ?? [];
  const changed = useMemo(() => listChangedNodes(changes), [changes]);
  const [lookAt, setLookAt] = useState<{ node: string } | null>(null);
  const choices = names.map((label, at) => ({ value: String(at), label })).slice(1);
  return (
    <div className="compare-graph">
      <ComparedCanvas
        old={data.documents[0]!}
        now={data.documents[other]!}
        changed={changed}
        marking
        lookAt={lookAt}
        label={texts.graph}
      />
      <aside className="compare-side" aria-label={texts.changes}>
        <h2>{texts.changes}</h2>
        {choices.length > 1 ? (
          <Select
            size="xs"
            aria-label={texts.which}
            allowDeselect={false}
            data={choices}
            value={String(other)}
            onChange={(value) => onOther(Number(value))}
          />
        ) : (
          <p>{`${names[other]} ${texts.against(names[0]!)}`}</p>
        )}
        <ChangeList changes={changes} onNode={(node) => setLookAt({ node })} />
      </aside>
    </div>
  );
}
