/** The modules by category, with search; dragged or added by Enter and double-click. Collapses to a rail. */

import { ActionIcon, Menu, TextInput, Tooltip } from "@mantine/core";
import { IconArrowsVertical, IconFold, IconLayoutSidebarLeftExpand, IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { searchModules } from "../actions/searchModules";
import { writeModule } from "../actions/writeModule";
import type { DatasetSummary, Module, PortType } from "../api/types";
import { addDataset, addModule } from "../canvas/adding";
import { useFavourites } from "../canvas/favourites";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { PortShape } from "../canvas/PortShape";
import { useRecent } from "../canvas/recent";
import { focusCanvas } from "../canvas/stage";
import { findModules, keywordFound } from "../graph/findModules";
import { distance, type Match, search } from "../graph/search";
import { text } from "../messages/en";
import { onboarding as say } from "../messages/onboarding";
import { useLibrary } from "../stores/library";
import { useUi } from "../stores/ui";
import { Category, DatasetRow, InList, ModuleRow, openCategories, useOpenCategories } from "./PaletteRows";

const KeptModules = lazy(() => import("./KeptModules"));

export function Palette() {
  const open = useUi((ui) => ui.palette);
  return open ? <FullPalette /> : <Rail />;
}

interface CategoryGroup {
  name: string;
  members: Module[];
}

/** The order in which a pipeline is drawn; other categories follow. */
const ORDER = [
  "Data Input and Output",
  "Data Transformation",
  "Feature Selection",
  "Statistical Functions",
  "Regression",
  "Classification",
  "Clustering",
  "Anomaly Detection",
  "Model Training",
  "Model Scoring and Evaluation",
  "Text Analytics",
  "Computer Vision",
  "Recommendation",
  "Python Language",
  "R Language",
  "Web Service",
  "Own Modules",
];

const placeOf = (category: string): number => (ORDER.indexOf(category) + ORDER.length + 1) % (ORDER.length + 1);

/** The modules that the palette shows, by category. */
function useCategories(): CategoryGroup[] {
  const modules = useLibrary((library) => library.catalog.modules);
  return useMemo(() => {
    const shown = modules.filter((module) => module.palette && module.name !== "dataset");
    const groups = [...Map.groupBy(shown, (module) => module.category)].map(([name, members]) => ({ name, members }));
    return groups.sort((a, b) => placeOf(a.name) - placeOf(b.name));
  }, [modules]);
}

function FullPalette() {
  const [query, setQuery] = useState("");
  const categories = useCategories();
  const all = categories.flatMap((category) => category.members);
  const list = useRef<HTMLDivElement>(null);
  const first = () => list.current?.querySelector<HTMLElement>(query ? ".module-row" : ROWS)?.focus();
  useEffect(() => {
    if (!list.current?.querySelector("[tabindex='0']")) reach(list.current, list.current?.querySelector(ROWS) ?? null);
  });
  return (
    <nav className="palette" aria-label={text.palette.title}>
      <TextInput
        className="palette-search"
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
            addFirst(all, query);
            event.currentTarget.select();
          }
        }}
        placeholder={text.palette.search(all.length)}
        aria-label={text.actions.searchModules}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        rightSection={query ? null : <kbd>/</kbd>}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows have the focus, the list only moves it between them */}
      <div
        ref={list}
        className="palette-list"
        onKeyDown={moveFocus}
        onFocus={({ target }) => reach(list.current, target)}
      >
        <InList value={-1}>
          {query ? <Found modules={all} query={query} /> : <Everything categories={categories} />}
        </InList>
      </div>
      <div className="palette-foot">
        <PortLegend />
        <FoldAll names={[...categories.map(({ name }) => name), text.palette.datasets, text.palette.sampleDatasets]} />
      </div>
    </nav>
  );
}

function addFirst(modules: Module[], query: string): void {
  const best = findModules(modules, query)[0];
  const table = tablesFound(query)[0];
  if (best && best.score >= (table?.score ?? 0)) addModule({ module: best.item.name });
  else if (table) addDataset(table.item);
}

const tablesFound = (query: string): Match<DatasetSummary>[] =>
  search([...useLibrary.getState().datasets.values()], query, (dataset) => [dataset.name]);

function Found({ modules, query }: { modules: Module[]; query: string }) {
  useLibrary((library) => library.datasets);
  const found = findModules(modules, query);
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

function Everything({ categories }: { categories: CategoryGroup[] }) {
  const recent = useRecent();
  const modules = useLibrary((library) => library.modules);
  const datasets = useLibrary((library) => library.datasets);
  const starred = useFavourites();
  const used = recent.filter((name) => !starred.includes(name)).flatMap((name) => modules.get(name) ?? []);
  const favourites = starred.flatMap((name) => modules.get(name) ?? []);
  const tables = [...datasets.values()];
  const own = tables.filter((dataset) => dataset.source === "upload");
  const samples = tables.filter((dataset) => dataset.source === "sample");
  return (
    <>
      <Shelf title={say.palette.favourites} modules={favourites} />
      <Shelf title={text.palette.recent} modules={used} />
      {own.length > 0 && <TableCategory name={text.palette.datasets} tables={own} />}
      {samples.length > 0 && <TableCategory name={text.palette.sampleDatasets} tables={samples} />}
      {categories.map(({ name, members }) => (
        <Category key={name} name={name} icon={members[0]?.icon} count={members.length}>
          {members.map((module) => (
            <ModuleRow key={module.name} module={module} />
          ))}
        </Category>
      ))}
      <Suspense fallback={null}>
        <KeptModules />
      </Suspense>
      <button type="button" className="palette-write" onClick={() => void writeModule.perform()}>
        <ModuleIcon name="puzzle" size={16} />
        {writeModule.name}
      </button>
    </>
  );
}

function Shelf({ title, modules }: { title: string; modules: Module[] }) {
  if (modules.length === 0) return null;
  return (
    <div className="palette-recent">
      <h2 className="caption">{title}</h2>
      {modules.map((module) => (
        <ModuleRow key={module.name} module={module} />
      ))}
    </div>
  );
}

function TableCategory({ name, tables }: { name: string; tables: Parameters<typeof DatasetRow>[0]["dataset"][] }) {
  return (
    <Category name={name} count={tables.length}>
      {tables.map((dataset) => (
        <DatasetRow key={dataset.id} dataset={dataset} />
      ))}
    </Category>
  );
}

const ROWS = ".category, .module-row, .palette-write";

/** Make one row of the list the one that Tab leads to. */
function reach(list: HTMLElement | null, row: Element | null): void {
  if (!(row instanceof HTMLElement) || !row.matches(ROWS)) return;
  for (const before of list?.querySelectorAll<HTMLElement>("[tabindex='0']") ?? []) before.tabIndex = -1;
  row.tabIndex = 0;
}

/** Arrow keys go from row to row. */
function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(ROWS)];
  const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step];
  event.preventDefault();
  if (next) next.focus();
  else if (step < 0) document.querySelector<HTMLInputElement>(".palette-search input")?.focus();
}

function FoldAll({ names }: { names: string[] }) {
  const open = useOpenCategories((opened) => opened.length > 0);
  const label = open ? say.palette.collapseAll : say.palette.expandAll;
  const Icon = open ? IconFold : IconArrowsVertical;
  return (
    <Tooltip label={label}>
      <ActionIcon size={26} aria-label={label} onClick={() => openCategories(open ? [] : names)}>
        <Icon size={16} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

const LEGEND = Object.keys(text.portTypes) as PortType[];

function PortLegend() {
  const names = LEGEND.map((type) => text.portTypes[type]).join(", ");
  return (
    <Menu position="top-start" width={200}>
      <Menu.Target>
        <button type="button" className="palette-legend" aria-label={`${text.palette.portTypes}: ${names}`}>
          {LEGEND.map((type) => (
            <PortShape key={type} type={type} size={12} />
          ))}
          {text.palette.portTypes}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {LEGEND.map((type) => (
          <div key={type} className="legend-row">
            <PortShape type={type} size={14} />
            {text.portTypes[type]}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Rail() {
  const categories = useCategories();
  return (
    <nav className="rail" aria-label={text.palette.title}>
      <Tooltip label={searchModules.name} position="right">
        <ActionIcon size={36} aria-label={searchModules.name} onClick={() => void searchModules.perform()}>
          <IconSearch size={19} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {categories.map((category) => (
        <RailCategory key={category.name} category={category} />
      ))}
      <div className="rail-end">
        <Tooltip label={text.palette.expand} position="right">
          <ActionIcon size={36} aria-label={text.palette.expand} onClick={() => useUi.setState({ palette: true })}>
            <IconLayoutSidebarLeftExpand size={19} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
    </nav>
  );
}

function RailCategory({ category: { name, members } }: { category: CategoryGroup }) {
  return (
    <Menu position="right-start" width={264} trigger="click-hover" openDelay={140}>
      <Menu.Target>
        <ActionIcon size={36} aria-label={name}>
          <ModuleIcon name={members[0]?.icon} size={19} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows have the focus, the list only moves it between them */}
        <div onKeyDown={moveFocus}>
          {members.map((module) => (
            <ModuleRow key={module.name} module={module} />
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
