/** What a search in the palette finds. */

import { Suspense } from "react";
import type { DatasetSummary, Module } from "../api/types";
import { addDataset, addModule } from "../canvas/adding";
import { findModules, keywordFound } from "../graph/findModules";
import { distance, type Match, search } from "../graph/search";
import { commonFirst } from "../graph/usual";
import { later } from "../later";
import { text } from "../messages/en";
import { onboarding as say } from "../messages/onboarding";
import { useLibrary } from "../stores/library";
import { DatasetRow, ModuleRow } from "./PaletteRows";

const KeptModules = later(() => import("./KeptModules"));

/** Add what fits best. */
export function addFirst(modules: Module[], query: string): void {
  const best = findModules(commonFirst(modules), query)[0];
  const table = tablesFound(query)[0];
  if (best && best.score >= (table?.score ?? 0)) addModule({ module: best.item.name });
  else if (table) addDataset(table.item);
}

const tablesFound = (query: string): Match<DatasetSummary>[] =>
  search([...useLibrary.getState().datasets.values()], query, (dataset) => [dataset.name]);

export default function PaletteFound({ modules, query }: { modules: Module[]; query: string }) {
  useLibrary((library) => library.datasets);
  const found = findModules(commonFirst(modules), query);
  const tables = tablesFound(query);
  if (found.length + tables.length === 0) return <Nothing modules={modules} query={query} />;
  return (
    <>
      {found.map((match) => (
        <ModuleRow key={match.item.name} module={match.item} marked={query} why={whyFound(match)} />
      ))}
      {tables.map(({ item }) => (
        <DatasetRow key={item.id} dataset={item} marked={query} />
      ))}
      <Suspense fallback={null}>
        <KeptModules query={query} />
      </Suspense>
    </>
  );
}

function whyFound(match: Match<Module>): string {
  const keyword = keywordFound(match);
  if (keyword) return say.palette.found(keyword);
  if (match.why.typo) return say.palette.typo;
  return match.why.text === 2 ? say.palette.foundIn : "";
}

function Nothing({ modules, query }: { modules: Module[]; query: string }) {
  const near = modules
    .map((module) => ({ module, errors: distance(query.toLowerCase(), module.title.toLowerCase()) }))
    .sort((a, b) => a.errors - b.errors)[0];
  return (
    <div className="palette-nothing">
      <p>{text.palette.nothing(query)}</p>
      {near && near.errors < query.length / 2 && (
        <>
          <p>{text.palette.closest(near.module.title)}</p>
          <ModuleRow module={near.module} />
        </>
      )}
    </div>
  );
}
