/** One column: its histogram or commonest values, as a whole, by another column, or beside another table. */

import { Select } from "@mantine/core";
import { useMemo } from "react";
import type { Distributions } from "../../api/types";
import type { ColumnProfile, DatasetView } from "../../api/views";
import { parseReference } from "../../graph/ports";
import { nodeTitle } from "../../graph/subtitle";
import { explore as say } from "../../messages/looking";
import { resultsMessages } from "../../messages/results";
import { useDesign } from "../../stores/design";
import { useLibrary } from "../../stores/library";
import { useRun } from "../../stores/run";
import type { Shown } from "./Explore";
import { useKept } from "./kept";
import { LevelChart } from "./LevelChart";
import { NumericCharts } from "./NumericCharts";
import { useDistributions } from "./reading";

export function ColumnExplorer(shown: Shown) {
  const { place, view, selection } = shown;
  const [name, setName] = useKept(place.artifact, "column", view.columns[0]?.name ?? "");
  const [by, setBy] = useKept<string | null>(place.artifact, "by", null);
  const [other, setOther] = useKept<string | null>(place.artifact, "other", null);
  const tables = useOtherTables(place.artifact);
  const profile = view.columns.find((column) => column.name === name) ?? view.columns[0];
  const known = useMemo(() => (profile ? fromProfile(profile, view) : null), [profile, view]);
  const asking = selection !== "" || by !== null || other !== null || known === null;
  const { data, error } = useDistributions(
    place.artifact,
    selection,
    { column: profile?.name ?? null, by, other },
    asking && profile !== undefined,
  );
  if (!profile) return <p className="results-message">{resultsMessages.dataset.empty}</p>;
  const answered = data?.column === profile.name && data.by === by ? data : null;
  const told = asking ? answered : known;
  const columns = view.columns.map((column) => column.name);
  return (
    <div className="explore-row">
      <div className="explore-fields">
        <Select
          size="xs"
          searchable
          allowDeselect={false}
          limit={200}
          label={say.column}
          data={columns}
          value={profile.name}
          onChange={(to) => to && setName(to)}
        />
        <Select
          size="xs"
          searchable
          clearable
          limit={200}
          label={say.compare}
          placeholder={say.compareNone}
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
            label={say.with}
            placeholder={say.withNone}
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
        {!error && !told && <p className="results-message">{say.counting}</p>}
        {!error && told && (
          <Chart
            key={`${profile.name} ${by} ${other}`}
            shown={shown}
            profile={profile}
            told={named(told, tables, other)}
          />
        )}
      </div>
    </div>
  );
}

function Chart({ shown, profile, told }: { shown: Shown; profile: ColumnProfile; told: Distributions }) {
  if (told.groups.every((group) => group.counts.length === 0)) {
    return <p className="results-message">{resultsMessages.dataset.chartNone(profile.name)}</p>;
  }
  const Charts = told.levels === null ? NumericCharts : LevelChart;
  return <Charts shown={shown} profile={profile} told={told} />;
}

/** What the view of the table knows already, so that nothing is asked; null where it does not. */
function fromProfile(profile: ColumnProfile, { rows }: DatasetView): Distributions | null {
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
function named(told: Distributions, tables: { value: string; label: string }[], other: string | null): Distributions {
  const words: Record<string, string> = other
    ? { this: say.thisTable, other: tables.find(({ value }) => value === other)?.label ?? "" }
    : { "": told.by ? say.others : "" };
  return { ...told, groups: told.groups.map((group) => ({ ...group, name: words[group.name] ?? group.name })) };
}

/** Every other table that the design has produced, as training and test rows of a split. */
function useOtherTables(artifact: string): { value: string; label: string }[] {
  const document = useDesign((store) => store.document);
  const known = useDesign((store) => store.analysis?.known);
  const steps = useRun((store) => store.steps);
  const modules = useLibrary((library) => library.modules);
  return useMemo(() => {
    const found = new Map<string, string>();
    const add = (node: string, port: string, output: { artifact: string; type: string } | undefined) => {
      const placed = document?.nodes[node];
      if (!placed || output?.type !== "dataset" || output.artifact === artifact || found.has(output.artifact)) return;
      const module = modules.get(placed.module);
      const title = module ? nodeTitle(placed, module) : node;
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
