/** One column: its histogram or commonest values, as a whole, by another column, or beside another table. */

import { Select } from "@mantine/core";
import { useMemo } from "react";
import type { Distributions } from "../../../api/apiTypes";
import type { ColumnProfile, DatasetView } from "../../../api/artifactViews";
import { getNodeTitle } from "../../../graph/nodeSubtitle";
import { parseReference } from "../../../graph/ports";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import { resultTexts } from "../../../messages/resultTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { useRun } from "../../../stores/runStore";
import type { ExploredTable } from "./Explore";
import { useDistributions } from "./exploreQueries";
import { useExploreState } from "./exploreState";
import { LevelChart } from "./LevelChart";
import { NumericCharts } from "./NumericCharts";

export function ColumnExplorer(shown: ExploredTable) {
  const { place, view, selection } = shown;
  const [name, setName] = useExploreState(place.artifact, "column", view.columns[0]?.name ?? "");
  const [by, setBy] = useExploreState<string | null>(place.artifact, "by", null);
  const [other, setOther] = useExploreState<string | null>(place.artifact, "other", null);
  const tables = useOtherTables(place.artifact);
  const profile = view.columns.find((column) => column.name === name) ?? view.columns[0];
  const known = useMemo(() => (profile ? toDistributions(profile, view) : null), [profile, view]);
  const asking = selection !== "" || by !== null || other !== null || known === null;
  const { data, error } = useDistributions(
    place.artifact,
    selection,
    { column: profile?.name ?? null, by, other },
    asking && profile !== undefined,
  );
  if (!profile) return <p className="results-message">{resultTexts.dataset.empty}</p>;
  const answered = data?.column === profile.name && data.by === by ? data : null;
  const distributions = asking ? answered : known;
  const columns = view.columns.map((column) => column.name);
  return (
    <div className="explore-row">
      <div className="explore-fields">
        <Select
          size="xs"
          searchable
          allowDeselect={false}
          limit={200}
          label={texts.column}
          data={columns}
          value={profile.name}
          onChange={(to) => to && setName(to)}
        />
        <Select
          size="xs"
          searchable
          clearable
          limit={200}
          label={texts.compare}
          placeholder={texts.compareNone}
          data={columns.filter((column) => column !== profile.name)}
          value={by}
          onChange={(to) => {
            setBy(to);
            setOther(null);
          }}
        />
        {tables.length > 0 && (
          <Select
            size="xs"
            clearable
            label={texts.with}
            placeholder={texts.withNone}
            data={tables}
            value={other}
            onChange={(to) => {
              setOther(to);
              setBy(null);
            }}
          />
        )}
      </div>
      <div className="explore-chart">
        {error && <p className="results-message">{error.message}</p>}
        {!error && !distributions && <p className="results-message">{texts.counting}</p>}
        {!error && distributions && (
          <ColumnChart
            key={`${profile.name} ${by} ${other}`}
            shown={shown}
            profile={profile}
            told={nameGroups(distributions, tables, other)}
          />
        )}
      </div>
    </div>
  );
}

function ColumnChart({ shown, profile, told }: { shown: ExploredTable; profile: ColumnProfile; told: Distributions }) {
  if (told.groups.every((group) => group.counts.length === 0)) {
    return <p className="results-message">{resultTexts.dataset.chartNone(profile.name)}</p>;
  }
  const Charts = told.levels === null ? NumericCharts : LevelChart;
  return <Charts shown={shown} profile={profile} data={told} />;
}

/** What the view of the table knows already, so that nothing is asked; null where it does not. */
function toDistributions(profile: ColumnProfile, { rows }: DatasetView): Distributions | null {
  const { histogram, top, box, missing, mean } = profile;
  const common = { column: profile.name, type: profile.type, by: null };
  const group = { name: "", rows, missing };
  if (histogram) {
    if (!box && profile.type !== "datetime") return null;
    const plot = box && {
      low: box[0],
      q1: box[1],
      median: box[2],
      q3: box[3],
      high: box[4],
      mean: mean ?? box[2],
      outside: -1,
    };
    return {
      ...common,
      edges: histogram.edges,
      levels: null,
      distinct: null,
      groups: [{ ...group, counts: histogram.counts, box: plot ?? null }],
    };
  }
  if (!top) return null;
  const levels = top.map(({ value }) => value);
  const counts = top.map(({ count }) => count);
  return { ...common, edges: [], levels, distinct: profile.distinct, groups: [{ ...group, counts, box: null }] };
}

/** The groups with names for people. */
function nameGroups(
  distributions: Distributions,
  tables: { value: string; label: string }[],
  other: string | null,
): Distributions {
  const words: Record<string, string> = other
    ? { this: texts.thisTable, other: tables.find(({ value }) => value === other)?.label ?? "" }
    : { "": distributions.by ? texts.others : "" };
  return {
    ...distributions,
    groups: distributions.groups.map((group) => ({ ...group, name: words[group.name] ?? group.name })),
  };
}

/** Every other table that the design has produced, as training and test rows of a split. */
function useOtherTables(artifact: string): { value: string; label: string }[] {
  const document = useDesign((store) => store.document);
  const known = useDesign((store) => store.analysis?.known);
  const steps = useRun((store) => store.steps);
  const modules = useCatalog((library) => library.modules);
  return useMemo(() => {
    const found = new Map<string, string>();
    const add = (node: string, port: string, output: { artifact: string; type: string } | undefined) => {
      const placed = document?.nodes[node];
      if (!placed || output?.type !== "dataset" || output.artifact === artifact || found.has(output.artifact)) return;
      const module = modules.get(placed.module);
      const title = module ? getNodeTitle(placed, module) : node;
      const outputs = module?.outputs ?? [];
      const portTitle = outputs.length > 1 ? `, ${outputs.find(({ name }) => name === port)?.title ?? port}` : "";
      found.set(output.artifact, `${title}${portTitle}`);
    };
    for (const [node, step] of Object.entries(steps)) {
      for (const [port, output] of Object.entries(step.outputs)) add(node, port, output);
    }
    for (const [reference, output] of Object.entries(known ?? {})) {
      const { node, port } = parseReference(reference);
      add(node, port, output);
    }
    return [...found].map(([value, label]) => ({ value, label }));
  }, [artifact, document, known, steps, modules]);
}
