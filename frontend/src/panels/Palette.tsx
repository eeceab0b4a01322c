/** The modules by category, with search; dragged or added by Enter and double-click. Collapses to a rail. */

import { ActionIcon } from "@mantine/core";
import { IconArrowsVertical, IconFold, IconSearch } from "@tabler/icons-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { writeModule } from "../actions/writeModule";
import type { Module, PortType } from "../api/types";
import { useFavourites } from "../canvas/favourites";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { PortShape } from "../canvas/PortShape";
import { useRecent } from "../canvas/recent";
import { focusCanvas } from "../canvas/stage";
import { Opener } from "../components/Opener";
import { tip } from "../components/tip";
import { later, patiently } from "../later";
import { text } from "../messages/en";
import { onboarding as say } from "../messages/onboarding";
import { useLibrary } from "../stores/library";
import { useUi } from "../stores/ui";
import { type CategoryGroup, useCategories } from "./categories";
import { Category, DatasetRow, InList, ModuleRow, openCategories, useOpenCategories } from "./PaletteRows";
import { moveFocus, ROWS, reach } from "./rows";

const searching = () => import("./PaletteFound");
const Found = later(searching);
const KeptModules = later(() => import("./KeptModules"));
const Rail = later(() => import("./Rail"));

export function Palette() {
  const open = useUi((ui) => ui.palette);
  if (open) return <FullPalette />;
  return (
    <Suspense fallback={<nav className="rail" aria-label={text.palette.title} />}>
      <Rail />
    </Suspense>
  );
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
              void patiently(searching).then(({ addFirst }) => addFirst(all, query));
              event.currentTarget.select();
            }
          }}
          placeholder={text.palette.search(all.length)}
          aria-label={text.actions.searchModules}
        />
        {query === "" && <kbd>/</kbd>}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows have the focus, the list only moves it between them */}
      <div
        ref={list}
        className="palette-list"
        onKeyDown={moveFocus}
        onFocus={({ target }) => reach(list.current, target)}
      >
        <InList value={-1}>
          {query ? (
            <Suspense fallback={null}>
              <Found modules={all} query={query} />
            </Suspense>
          ) : (
            <Everything categories={categories} />
          )}
        </InList>
      </div>
      <div className="palette-foot">
        <PortLegend />
        <FoldAll names={[...categories.map(({ name }) => name), text.palette.datasets, text.palette.sampleDatasets]} />
      </div>
    </nav>
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

function FoldAll({ names }: { names: string[] }) {
  const open = useOpenCategories((opened) => opened.length > 0);
  const label = open ? say.palette.collapseAll : say.palette.expandAll;
  const Icon = open ? IconFold : IconArrowsVertical;
  return (
    <ActionIcon size={26} aria-label={label} onClick={() => openCategories(open ? [] : names)} {...tip(label)}>
      <Icon size={16} stroke={1.6} />
    </ActionIcon>
  );
}

const LEGEND = Object.keys(text.portTypes) as PortType[];

function PortLegend() {
  const names = LEGEND.map((type) => text.portTypes[type]).join(", ");
  return (
    <Opener
      kind="note"
      position="top-start"
      width={200}
      button={
        <button type="button" className="palette-legend" aria-label={`${text.palette.portTypes}: ${names}`}>
          {LEGEND.map((type) => (
            <PortShape key={type} type={type} size={12} />
          ))}
          {text.palette.portTypes}
        </button>
      }
    >
      <div className="legend">
        {LEGEND.map((type) => (
          <div key={type} className="legend-row">
            <PortShape type={type} size={14} />
            {text.portTypes[type]}
          </div>
        ))}
      </div>
    </Opener>
  );
}
