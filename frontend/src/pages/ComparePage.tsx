/** Runs side by side: graph, changes, metrics and what moved them, rows and columns, charts. */

import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useMemo, useState } from "react";
import { urlOf } from "../api/base";
import { get } from "../api/client";
import type { Compared } from "../api/types";
import { PageFrame } from "../components/PageFrame";
import { later } from "../later";
import { versionMessages } from "../messages/versions";
import { followHere } from "../navigation";
import { ChangeList } from "../past/ChangeList";
import { ComparedCanvas } from "../past/ComparedCanvas";
import { changedNodes } from "../past/changed";
import { Causes } from "../runs/Causes";
import { MetricsTable } from "../runs/MetricsTable";
import { SizesTable } from "../runs/SizesTable";
import { loadLibrary } from "../stores/library";
import "../styles/panels.css";
import "../runs/runs.css";

const ComparedCharts = later(() => import("../runs/ComparedCharts"));

const say = versionMessages.compare;

export default function ComparePage({ ids }: { ids: string[] }) {
  const query = ids.map((id) => `run=${encodeURIComponent(id)}`).join("&");
  const { data, error } = useQuery({
    queryKey: ["comparison", query],
    queryFn: () => get<Compared>(`/api/comparison?${query}`),
  });
  useEffect(() => void loadLibrary(), []);
  return (
    <PageFrame title={say.title}>
      <div className="runs compare">
        <header className="page-head runs-head">
          <h1>{data ? say.runs(data.runs.map((run) => nameIn(data, run))) : say.title}</h1>
          <a href={urlOf("/runs")} onClick={followHere}>
            {say.back}
          </a>
        </header>
        {error && <p className="page-message">{error.message}</p>}
        {data && <Sides data={data} />}
      </div>
    </PageFrame>
  );
}

/** What a run is called beside the others: its number says enough while all are of one design. */
function nameIn(data: Compared, run: Compared["runs"][number]): string {
  const several = new Set(data.runs.map(({ design_id: design }) => design)).size > 1;
  return say.name(run.number, run.design_name, several);
}

function Sides({ data }: { data: Compared }) {
  const names = data.runs.map((run) => nameIn(data, run));
  const [other, setOther] = useState(1);
  return (
    <>
      <Graphs data={data} names={names} other={other} onOther={setOther} />
      <MetricsTable metrics={data.metrics} names={names} />
      <Causes key={other} data={data} other={other} names={names} />
      <SizesTable nodes={data.nodes} names={names} />
      <Suspense fallback={null}>
        <ComparedCharts nodes={data.nodes} names={names} />
      </Suspense>
    </>
  );
}

interface GraphsProps {
  data: Compared;
  names: string[];
  other: number;
  onOther: (other: number) => void;
}

function Graphs({ data, names, other, onOther }: GraphsProps) {
  const changes = data.changes[other] ?? [];
  const changed = useMemo(() => changedNodes(changes), [changes]);
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
        label={say.graph}
      />
      <aside className="compare-side" aria-label={say.changes}>
        <h2>{say.changes}</h2>
        {choices.length > 1 ? (
          <Select
            size="xs"
            aria-label={say.which}
            allowDeselect={false}
            data={choices}
            value={String(other)}
            onChange={(value) => onOther(Number(value))}
          />
        ) : (
          <p>{`${names[other]} ${say.against(names[0]!)}`}</p>
        )}
        <ChangeList changes={changes} onNode={(node) => setLookAt({ node })} />
      </aside>
    </div>
  );
}
