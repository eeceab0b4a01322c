/** What the search on the paper offers: modules, and datasets as modules that bring them along. */

import { useMemo, useState } from "react";
import type { DatasetSummary, Module } from "../../../api/apiTypes";
import { type ModuleAddition, toDatasetAddition } from "../../../canvas/addNode";
import { COMMON_SUCCESSORS, sortByUse } from "../../../graph/commonSuccessors";
import { findPassage } from "../../../graph/insertIntoEdge";
import { findModuleByRole, getSourceRole } from "../../../graph/moduleRoles";
import { rankModules } from "../../../graph/suggestModules";
import { appTexts } from "../../../messages/appTexts";
import { editorTexts } from "../../../messages/editorTexts";
import { formatTableSize } from "../../../messages/formatting";
import { useCatalog } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { useRecentModules } from "../../../stores/recentModules";
import type { QuickAddRequest as Place } from "../../../stores/uiStore";

export interface OfferedModule extends Module {
  dataset?: DatasetSummary;
}

const texts = editorTexts.quickAdd;

export const toAddition = ({ name, dataset }: OfferedModule): ModuleAddition =>
  dataset ? toDatasetAddition(dataset) : { module: name };

/**
 * In the order in which they are offered: what usually stands there, else what was used last, then what is used most; on
 * empty paper data first.
 */
export function useOfferedModules({ from, replace, between }: Place): OfferedModule[] {
  const { catalog, modules, datasets } = useCatalog();
  const recent = useRecentModules();
  const [own] = useState(() => useDesign.getState().document);
  return useMemo(() => {
    const known = { modules, accepts: catalog.accepts };
    const usable = catalog.modules.filter((module) => module.palette && module.missing.length === 0);
    const tables = [...datasets.values()].flatMap((dataset) => toDatasetModules(dataset, modules));
    const end = from && own && { ...from, module: own.nodes[from.node]?.module ?? "" };
    if (end) return rankModules([...usable, ...tables], end, catalog.accepts, [own]);
    if (between && own)
      return sortRecentFirst(usable, recent).filter((module) => findPassage(own, known, between, module));
    if (replace !== undefined) return filterSimilarModules(usable, own?.nodes[replace]?.module);
    const empty = Object.keys(own?.nodes ?? {}).length === 0;
    return empty ? [...tables, ...sortRecentFirst(usable, recent)] : [...sortRecentFirst(usable, recent), ...tables];
  }, [catalog, modules, datasets, recent, own, from, replace, between]);
}

function toDatasetModules(dataset: DatasetSummary, modules: ReadonlyMap<string, Module>): OfferedModule[] {
  const source = findModuleByRole(modules.values(), getSourceRole(dataset));
  if (!source) return [];
  const name = `dataset-${dataset.id}`;
  return [{ ...source, name, title: dataset.name, category: appTexts.palette.datasets, keywords: [], dataset }];
}

function sortRecentFirst(modules: readonly Module[], recent: readonly string[]): Module[] {
  const place = ({ name }: Module) => (recent.indexOf(name) + recent.length + 1) % (recent.length + 1);
  return sortByUse(modules).sort((one, other) => place(one) - place(other));
}

/** Those of the same category first, and of them those with the same ports. */
function filterSimilarModules(modules: readonly Module[], name: string | undefined): Module[] {
  const now = modules.find((module) => module.name === name);
  const shape = ({ inputs, outputs }: Module) => [...inputs, ...outputs].map(({ type }) => type).join();
  const distance = (module: Module) =>
    Number(module.category !== now?.category) + (now && shape(module) === shape(now) ? 0 : 2);
  return modules.filter((module) => module.name !== name).sort((one, other) => distance(one) - distance(other));
}

/** Why something is offered before anything was typed; of a dataset, how large it is. */
export function describeOffer(item: OfferedModule, { from, replace }: Place): string {
  if (replace !== undefined) return "";
  if (item.dataset) return describeDataset(item.dataset);
  const other = from && useDesign.getState().document?.nodes[from.node]?.module;
  if (from?.side === "output" && COMMON_SUCCESSORS[other ?? ""]?.includes(item.name)) return texts.usual;
  if (from?.side === "input" && COMMON_SUCCESSORS[item.name]?.includes(other ?? "")) return texts.usualBefore;
  return !from && useRecentModules.getState().includes(item.name) ? texts.recent : "";
}

export const describeDataset = ({ kind, file_name, rows, columns }: DatasetSummary): string =>
  kind === "file" ? file_name : formatTableSize(rows, columns);
