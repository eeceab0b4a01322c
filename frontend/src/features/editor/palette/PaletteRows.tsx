/** The rows of the palette: categories, modules and datasets. */

import {
  IconChevronDown,
  IconChevronRight,
  IconCopy,
  IconDatabase,
  IconFileZip,
  IconHelp,
  IconStar,
  IconStarFilled,
} from "@tabler/icons-react";
import { createContext, type ReactNode, useContext, useState } from "react";
import { create } from "zustand";
import { showModuleHelp } from "../../../actions/moduleHelp";
import type { DatasetSummary, Module } from "../../../api/apiTypes";
import {
  addDataset,
  addModuleAfterSelection,
  MODULE_DRAG_TYPE,
  type ModuleAddition,
  setDraggedModule,
  toDatasetAddition,
} from "../../../canvas/addNode";
import { notifyDone, notifyFailure } from "../../../lib/toasts";
import { appTexts } from "../../../messages/appTexts";
import { formatTableSize } from "../../../messages/formatting";
import { onboardingTexts } from "../../../messages/onboardingTexts";
import { toggleFavorite, useFavorites } from "../../../stores/favoriteModules";
import { ModuleIcon } from "../../../ui/ModuleIcon";
import { PortShape } from "../../../ui/PortShape";
import { PortSummary } from "./PortSummary";
import "./palette.css";

const texts = onboardingTexts.palette;

/** In a list that arrow keys go through, Tab leads to one row: the list says which. */
export const PaletteListContext = createContext<-1 | undefined>(undefined);

interface PaletteCategoryProps {
  name: string;
  icon?: string | undefined;
  count: number;
  children: ReactNode;
}

const OPEN = "designery:open-categories";

/** The categories that are open, kept in this browser. A first visitor sees the one that every design needs. */
export const useOpenCategories = create<string[]>(() => {
  const saved = localStorage.getItem(OPEN);
  return saved === null ? ["Data Transformation"] : (JSON.parse(saved) as string[]);
});

export function openCategories(names: string[]): void {
  localStorage.setItem(OPEN, JSON.stringify(names));
  useOpenCategories.setState(names, true);
}

export function PaletteCategory({ name, icon, count, children }: PaletteCategoryProps) {
  const open = useOpenCategories((opened) => opened.includes(name));
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const toggle = () => {
    const others = useOpenCategories.getState().filter((one) => one !== name);
    openCategories(open ? others : [...others, name]);
  };
  return (
    <section>
      <button
        type="button"
        tabIndex={useContext(PaletteListContext)}
        className="category"
        aria-expanded={open}
        onClick={toggle}
      >
        <Chevron size={15} stroke={1.6} aria-hidden="true" />
        {icon ? <ModuleIcon name={icon} size={15} /> : <IconDatabase size={15} stroke={1.6} aria-hidden="true" />}
        {name}
        <span className="category-count">{count}</span>
      </button>
      {open && children}
    </section>
  );
}

interface ModuleRowProps {
  /** The query whose letters are marked. */
  marked?: string;
  /** Why it was found, where the title does not say it. */
  reason?: string;
}

export function ModuleRow({ module, marked = "", reason = "" }: ModuleRowProps & { module: Module }) {
  const missing = module.missing.length > 0;
  const about = missing ? appTexts.palette.missing(module.install) : appTexts.palette.add(module.title, module.summary);
  // Of hundreds of rows few are ever pointed at: to draw the tools of all would be half of what a design's page draws.
  const [wasReached, setWasReached] = useState(false);
  const reach = () => setWasReached(true);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the row in it has the focus, this only notices it
    <div className="module-line" onPointerEnter={reach} onFocus={reach}>
      <PaletteRow
        addition={{ module: module.name }}
        add={() => addModuleAfterSelection({ module: module.name })}
        about={about}
        off={missing}
        module={module.name}
      >
        <ModuleIcon name={module.icon} size={16} />
        <span className="module-row-title">
          {highlightMatch(module.title, marked)}
          {(missing || reason) && <small className="module-row-why">{missing ? about : reason}</small>}
        </span>
        <PortSummary module={module} />
      </PaletteRow>
      {wasReached && <ModuleRowTools module={module} />}
    </div>
  );
}

/** What a row offers while it is pointed at or has the focus. By keyboard: F1 and *. */
function ModuleRowTools({ module }: { module: Module }) {
  const starred = useFavorites((names) => names.includes(module.name));
  const Star = starred ? IconStarFilled : IconStar;
  const star = starred ? texts.unstar(module.title) : texts.star(module.title);
  return (
    <span className="module-tools">
      {module.install && (
        <button
          type="button"
          tabIndex={-1}
          title={texts.copyInstall(module.install)}
          aria-label={texts.copyInstall(module.install)}
          onClick={() => void copyInstall(module.install)}
        >
          <IconCopy size={14} stroke={1.7} aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        tabIndex={-1}
        title={`${onboardingTexts.help.open(module.title)} (F1)`}
        aria-label={onboardingTexts.help.open(module.title)}
        onClick={() => void showModuleHelp(module.name)}
      >
        <IconHelp size={15} stroke={1.7} aria-hidden="true" />
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={starred ? "module-star module-starred" : "module-star"}
        title={`${star} (*)`}
        aria-label={star}
        aria-pressed={starred}
        onClick={() => toggleFavorite(module.name)}
      >
        <Star size={14} stroke={1.7} aria-hidden="true" />
      </button>
    </span>
  );
}

async function copyInstall(command: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(command);
    notifyDone(texts.copied(command));
  } catch (error) {
    notifyFailure(error);
  }
}

export function DatasetRow({ dataset, marked = "" }: ModuleRowProps & { dataset: DatasetSummary }) {
  const file = dataset.kind === "file";
  const Icon = file ? IconFileZip : IconDatabase;
  const addition = toDatasetAddition(dataset);
  const about = `${dataset.name}, ${file ? dataset.file_name : formatTableSize(dataset.rows, dataset.columns)}`;
  return (
    <PaletteRow addition={addition} add={() => addDataset(dataset)} about={about}>
      <Icon size={16} stroke={1.6} aria-hidden="true" className="module-icon" />
      <span className="module-row-title">{highlightMatch(dataset.name, marked)}</span>
      <span className="signature">
        <PortShape type={file ? "file" : "dataset"} size={10} />
      </span>
    </PaletteRow>
  );
}

interface PaletteRowProps {
  addition: ModuleAddition;
  add: () => void;
  about: string;
  off?: boolean;
  /** The module of the row, for its help and its star. */
  module?: string;
  children: ReactNode;
}

function PaletteRow({ addition, add, about, off = false, module, children }: PaletteRowProps) {
  return (
    <button
      type="button"
      tabIndex={useContext(PaletteListContext)}
      className={`module-row ${off ? "module-row-off" : ""}`}
      title={about}
      aria-disabled={off}
      draggable={!off}
      onDragStart={(event) => {
        event.dataTransfer.setData(MODULE_DRAG_TYPE, JSON.stringify(addition));
        event.dataTransfer.effectAllowed = "copyMove";
        setDraggedModule(addition);
      }}
      onDragEnd={() => setDraggedModule(null)}
      onClick={({ detail }) => detail === 0 && !off && add()}
      onDoubleClick={() => !off && add()}
      data-module={module}
      aria-keyshortcuts={module ? "F1 *" : undefined}
      onKeyDown={(event) => event.key === "*" && module && toggleFavorite(module)}
    >
      {children}
    </button>
  );
}

/** The title with the query's first hit under the marker. */
function highlightMatch(title: string, query: string): ReactNode {
  const at = query ? title.toLowerCase().indexOf(query.trim().toLowerCase()) : -1;
  if (at < 0) return title;
  const end = at + query.trim().length;
  return (
    <>
      {title.slice(0, at)}
      <mark>{title.slice(at, end)}</mark>
      {title.slice(end)}
    </>
  );
}
