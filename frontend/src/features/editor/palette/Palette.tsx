/** The modules by category, with search; dragged or added by Enter and double-click. Collapses to a rail. */

import { ActionIcon } from "@mantine/core";
import { IconArrowsVertical, IconFold, IconSearch } from "@tabler/icons-react";
import { Fragment, Suspense, useEffect, useRef, useState } from "react";
import { writeModuleAction } from "../../../actions/writeModule";
import type { Module, PortType } from "../../../api/apiTypes";
import { focusCanvas } from "../../../canvas/viewport";
import { lazyWithRetry, loadWithRetry } from "../../../lib/lazy";
import { appTexts } from "../../../messages/appTexts";
import { onboardingTexts as texts } from "../../../messages/onboardingTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { useFavorites } from "../../../stores/favoriteModules";
import { useRecentModules } from "../../../stores/recentModules";
import { useUi } from "../../../stores/uiStore";
import { LazyPopover } from "../../../ui/LazyPopover";
import { ModuleIcon } from "../../../ui/ModuleIcon";
import { PortShape } from "../../../ui/PortShape";
import { makeReachable, moveFocus, ROW_SELECTOR } from "../../../ui/rovingFocus";
import { getTooltipProps } from "../../../ui/tooltip";
import { type ModuleCategory, useModuleCategories } from "./moduleCategories";
import {
  DatasetRow,
  ModuleRow,
  openCategories,
  PaletteCategory,
  PaletteListContext,
  useOpenCategories,
} from "./PaletteRows";
import "./palette.css";

const loadPaletteMatches = () => import("./PaletteFound");
const Found = lazyWithRetry(loadPaletteMatches);
const KeptModules = lazyWithRetry(() => import("./SavedModuleList"));
const Rail = lazyWithRetry(() => import("./CollapsedPalette"));

export function Palette() {
  const open = useUi((ui) => ui.paletteOpen);
  if (open) return <FullPalette />;
  return (
    <Suspense fallback={<nav className="rail" aria-label={appTexts.palette.title} />}>
      <Rail />
    </Suspense>
  );
}

function FullPalette() {
  const [query, setQuery] = useState("");
  const categories = useModuleCategories();
  const all = categories.flatMap((category) => category.members);
  const list = useRef<HTMLDivElement>(null);
  const first = () => list.current?.querySelector<HTMLElement>(query ? ".module-row" : ROW_SELECTOR)?.focus();
  useEffect(() => {
    if (!list.current?.querySelector("[tabindex='0']"))
      makeReachable(list.current, list.current?.querySelector(ROW_SELECTOR) ?? null);
  });
  return (
    <nav className="palette" aria-label={appTexts.palette.title}>
      <div className="palette-search">
        <IconSearch size={16} stroke={1.6} aria-hidden="true" />
        <input
          type="text"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              setQuery("");
              focusCanvas();
            }
            if (event.key === "ArrowDown") {
              event.preventDefault();
              first();
            }
            if (event.key === "Enter" && query) {
              void loadWithRetry(loadPaletteMatches).then(({ addFirstMatch }) => addFirstMatch(all, query));
              event.currentTarget.select();
            }
          }}
          placeholder={appTexts.palette.search(all.length)}
          aria-label={appTexts.actions.searchModules}
        />
        {query === "" && <kbd>/</kbd>}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows have the focus, the list only moves it between them */}
      <div
        ref={list}
        className="palette-list"
        onKeyDown={moveFocus}
        onFocus={({ target }) => makeReachable(list.current, target)}
      >
        <PaletteListContext value={-1}>
          {query ? (
            <Suspense fallback={null}>
              <Found modules={all} query={query} />
            </Suspense>
          ) : (
            <AllModules categories={categories} />
          )}
        </PaletteListContext>
      </div>
      <div className="palette-foot">
        <PortLegend />
        <CollapseAllButton
          names={[...categories.map(({ name }) => name), appTexts.palette.datasets, appTexts.palette.sampleDatasets]}
        />
      </div>
    </nav>
  );
}

function AllModules({ categories }: { categories: ModuleCategory[] }) {
  const recent = useRecentModules();
  const modules = useCatalog((library) => library.modules);
  const datasets = useCatalog((library) => library.datasets);
  const starred = useFavorites();
  const used = recent.filter((name) => !starred.includes(name)).flatMap((name) => modules.get(name) ?? []);
  const favorites = starred.flatMap((name) => modules.get(name) ?? []);
  const tables = [...datasets.values()];
  const own = tables.filter((dataset) => dataset.source === "upload");
  const samples = tables.filter((dataset) => dataset.source === "sample");
  return (
    <>
      <PaletteShelf title={texts.palette.favorites} modules={favorites} />
      <PaletteShelf title={appTexts.palette.recent} modules={used} />
      {own.length > 0 && <DatasetCategory name={appTexts.palette.datasets} tables={own} />}
      {samples.length > 0 && <DatasetCategory name={appTexts.palette.sampleDatasets} tables={samples} />}
      {categories.map(({ name, members }) => (
        <PaletteCategory key={name} name={name} icon={members[0]?.icon} count={members.length}>
          {members.map((module, at) => (
            <Fragment key={module.name}>
              {module.palette_group !== (members[at - 1]?.palette_group ?? "") && (
                <p className="caption palette-caption">{module.palette_group}</p>
              )}
              <ModuleRow module={module} />
            </Fragment>
          ))}
        </PaletteCategory>
      ))}
      <Suspense fallback={null}>
        <KeptModules />
      </Suspense>
      <button type="button" className="palette-write" onClick={() => void writeModuleAction.perform()}>
        <ModuleIcon name="puzzle" size={16} />
        {writeModuleAction.name}
      </button>
    </>
  );
}

function PaletteShelf({ title, modules }: { title: string; modules: Module[] }) {
  if (modules.length === 0) return null;
  return (
    <div className="palette-recent">
      <h2 className="caption palette-caption">{title}</h2>
      {modules.map((module) => (
        <ModuleRow key={module.name} module={module} />
      ))}
    </div>
  );
}

function DatasetCategory({ name, tables }: { name: string; tables: Parameters<typeof DatasetRow>[0]["dataset"][] }) {
  return (
    <PaletteCategory name={name} count={tables.length}>
      {tables.map((dataset) => (
        <DatasetRow key={dataset.id} dataset={dataset} />
      ))}
    </PaletteCategory>
  );
}

function CollapseAllButton({ names }: { names: string[] }) {
  const open = useOpenCategories((opened) => opened.length > 0);
  const label = open ? texts.palette.collapseAll : texts.palette.expandAll;
  const Icon = open ? IconFold : IconArrowsVertical;
  return (
    <ActionIcon
      size={26}
      aria-label={label}
      onClick={() => openCategories(open ? [] : names)}
      {...getTooltipProps(label)}
    >
      <Icon size={16} stroke={1.6} />
    </ActionIcon>
  );
}

const LEGEND = Object.keys(appTexts.portTypes) as PortType[];

function PortLegend() {
  const names = LEGEND.map((type) => appTexts.portTypes[type]).join(", ");
  return (
    <LazyPopover
      kind="note"
      position="top-start"
      width={200}
      button={
        <button type="button" className="palette-legend" aria-label={`${appTexts.palette.portTypes}: ${names}`}>
          {LEGEND.map((type) => (
            <PortShape key={type} type={type} size={12} />
          ))}
          {appTexts.palette.portTypes}
        </button>
      }
    >
      <div className="legend">
        {LEGEND.map((type) => (
          <div key={type} className="legend-row">
            <PortShape type={type} size={14} />
            {appTexts.portTypes[type]}
          </div>
        ))}
      </div>
    </LazyPopover>
  );
}
