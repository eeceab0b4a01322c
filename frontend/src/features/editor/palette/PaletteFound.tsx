/** What a search in the palette finds. */

import { Suspense } from "react";
import type { DatasetSummary, Module } from "../../../api/apiTypes";
import { addDataset, addModuleAfterSelection } from "../../../canvas/addNode";
import { sortByUse } from "../../../graph/commonSuccessors";
import { computeEditDistance, type SearchMatch, searchItems } from "../../../graph/fuzzySearch";
import { findModules, getMatchedKeyword } from "../../../graph/moduleSearch";
import { lazyWithRetry } from "../../../lib/lazy";
import { appTexts } from "../../../messages/appTexts";
import { onboardingTexts as texts } from "../../../messages/onboardingTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { DatasetRow, ModuleRow } from "./PaletteRows";

const KeptModules = lazyWithRetry(() => import("./SavedModuleList"));

/** Add what fits best. */
export function addFirstMatch(modules: Module[], query: string): void {
  const best = findModules(sortByUse(modules), query)[0];
  const table = searchDatasets(query)[0];
  if (best && best.score >= (table?.score ?? 0)) addModuleAfterSelection({ module: best.item.name });
  else if (table) addDataset(table.item);
}

const searchDatasets = (query: string): SearchMatch<DatasetSummary>[] =>
  searchItems([...useCatalog.getState().datasets.values()], query, (dataset) => [dataset.name]);

export default function PaletteMatches({ modules, query }: { modules: Module[]; query: string }) {
  useCatalog((library) => library.datasets);
  const found = findModules(sortByUse(modules), query);
  const tables = searchDatasets(query);
  if (found.length + tables.length === 0) return <NoMatches modules={modules} query={query} />;
  return (
    <>
      {found.map((match) => (
        <ModuleRow key={match.item.name} module={match.item} marked={query} reason={describePaletteMatch(match)} />
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

function describePaletteMatch(match: SearchMatch<Module>): string {
  const keyword = getMatchedKeyword(match);
  if (keyword) return texts.palette.found(keyword);
  if (match.why.typo) return texts.palette.typo;
  return match.why.text === 2 ? texts.palette.foundIn : "";
}

function NoMatches({ modules, query }: { modules: Module[]; query: string }) {
  const near = modules
    .map((module) => ({ module, errors: computeEditDistance(query.toLowerCase(), module.title.toLowerCase()) }))
    .sort((a, b) => a.errors - b.errors)[0];
  return (
    <div className="palette-nothing">
      <p>{appTexts.palette.nothing(query)}</p>
      {near && near.errors < query.length / 2 && (
        <>
          <p>{appTexts.palette.closest(near.module.title)}</p>
          <ModuleRow module={near.module} />
        </>
      )}
    </div>
  );
}
