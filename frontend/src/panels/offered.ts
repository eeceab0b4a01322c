/** What the search on the paper offers: modules, and datasets as modules that bring them along. */

import { useMemo, useState } from "react";
import type { DatasetSummary, Module } from "../api/types";
import type { Addition } from "../canvas/adding";
import { useRecent } from "../canvas/recent";
import { passage } from "../graph/splice";
import { sourceOf } from "../graph/subtitle";
import { ranked } from "../graph/suggest";
import { commonFirst, USUAL } from "../graph/usual";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { size } from "../messages/words";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import type { QuickAdd as Place } from "../stores/ui";

export interface Offered extends Module {
  dataset?: DatasetSummary;
}

const say = editing.quickAdd;

export const additionOf = ({ name, dataset }: Offered): Addition =>
  dataset ? { module: sourceOf(dataset), parameters: { dataset: dataset.id } } : { module: name };

/**
 * In the order in which they are offered: what usually stands there, else what was used last, then what is used most; on
 * empty paper data first.
 */
export function useOffered({ from, replace, between }: Place): Offered[] {
  const { catalog, modules, datasets } = useLibrary();
  const recent = useRecent();
  const [own] = useState(() => useDesign.getState().document);
  return useMemo(() => {
    const catalogue = { modules, accepts: catalog.accepts };
    const usable = catalog.modules.filter((module) => module.palette && module.missing.length === 0);
    const tables = [...datasets.values()].flatMap((dataset) => asModule(dataset, modules));
    const end = from && own && { ...from, module: own.nodes[from.node]?.module ?? "" };
    if (end) return ranked([...usable, ...tables], end, catalog.accepts, [own]);
    if (between && own) return lastFirst(usable, recent).filter((module) => passage(own, catalogue, between, module));
    if (replace !== undefined) return alike(usable, own?.nodes[replace]?.module);
    const empty = Object.keys(own?.nodes ?? {}).length === 0;
    return empty ? [...tables, ...lastFirst(usable, recent)] : [...lastFirst(usable, recent), ...tables];
  }, [catalog, modules, datasets, recent, own, from, replace, between]);
}

function asModule(dataset: DatasetSummary, modules: ReadonlyMap<string, Module>): Offered[] {
  const source = modules.get(sourceOf(dataset));
  if (!source) return [];
  const name = `dataset-${dataset.id}`;
  return [{ ...source, name, title: dataset.name, category: text.palette.datasets, keywords: [], dataset }];
}

function lastFirst(modules: readonly Module[], recent: readonly string[]): Module[] {
  const place = ({ name }: Module) => (recent.indexOf(name) + recent.length + 1) % (recent.length + 1);
  return commonFirst(modules).sort((one, other) => place(one) - place(other));
}

/** Those of the same category first, and of them those with the same ports. */
function alike(modules: readonly Module[], name: string | undefined): Module[] {
  const now = modules.find((module) => module.name === name);
  const shape = ({ inputs, outputs }: Module) => [...inputs, ...outputs].map(({ type }) => type).join();
  const distance = (module: Module) =>
    Number(module.category !== now?.category) + (now && shape(module) === shape(now) ? 0 : 2);
  return modules.filter((module) => module.name !== name).sort((one, other) => distance(one) - distance(other));
}

/** Why something is offered before anything was typed; of a dataset, how large it is. */
export function whyOffered(item: Offered, { from, replace }: Place): string {
  if (replace !== undefined) return "";
  if (item.dataset) return datasetWords(item.dataset);
  const other = from && useDesign.getState().document?.nodes[from.node]?.module;
  if (from?.side === "output" && USUAL[other ?? ""]?.includes(item.name)) return say.usual;
  if (from?.side === "input" && USUAL[item.name]?.includes(other ?? "")) return say.usualBefore;
  return !from && useRecent.getState().includes(item.name) ? say.recent : "";
}

export const datasetWords = ({ kind, file_name, rows, columns }: DatasetSummary): string =>
  kind === "file" ? file_name : size(rows, columns);
