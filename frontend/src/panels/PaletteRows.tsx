/** The rows of the palette: categories, modules and datasets. */

import { IconChevronDown, IconChevronRight, IconDatabase, IconFileZip } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { DatasetSummary, Module } from "../api/types";
import { type Addition, addDataset, addModule, DRAGGED_TYPE, setDragged } from "../canvas/adding";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { PortShape } from "../canvas/PortShape";
import { sourceOf } from "../graph/subtitle";
import { text } from "../messages/en";
import { size } from "../messages/words";
import { Signature } from "./Signature";

interface CategoryProps {
  name: string;
  count: number;
  children: ReactNode;
}

const OPEN = "designery:open-categories";

export function Category({ name, count, children }: CategoryProps) {
  const [open, setOpen] = useState(() => opened().includes(name));
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const toggle = () => {
    const others = opened().filter((one) => one !== name);
    localStorage.setItem(OPEN, JSON.stringify(open ? others : [...others, name]));
    setOpen(!open);
  };
  return (
    <section>
      <button type="button" className="category" aria-expanded={open} onClick={toggle}>
        <Chevron size={15} stroke={1.6} aria-hidden="true" />
        {name}
        <span className="category-count">{count}</span>
      </button>
      {open && children}
    </section>
  );
}

function opened(): string[] {
  const saved = localStorage.getItem(OPEN);
  // A first visitor sees what is inside the folder that every design needs.
  return saved === null ? ["Data Transformation"] : (JSON.parse(saved) as string[]);
}

interface RowProps {
  /** The query whose letters are marked. */
  marked?: string;
}

export function ModuleRow({ module, marked = "" }: RowProps & { module: Module }) {
  const missing = module.missing.length > 0;
  const about = missing ? text.palette.missing(module.install) : text.palette.add(module.title, module.summary);
  return (
    <Row addition={{ module: module.name }} add={() => addModule({ module: module.name })} about={about} off={missing}>
      <ModuleIcon name={module.icon} size={16} />
      <span className="module-row-title">{highlighted(module.title, marked)}</span>
      <Signature module={module} />
    </Row>
  );
}

export function DatasetRow({ dataset, marked = "" }: RowProps & { dataset: DatasetSummary }) {
  const file = dataset.kind === "file";
  const Icon = file ? IconFileZip : IconDatabase;
  const addition = { module: sourceOf(dataset), parameters: { dataset: dataset.id } };
  const about = `${dataset.name}, ${file ? dataset.file_name : size(dataset.rows, dataset.columns)}`;
  return (
    <Row addition={addition} add={() => addDataset(dataset)} about={about}>
      <Icon size={16} stroke={1.6} aria-hidden="true" className="module-icon" />
      <span className="module-row-title">{highlighted(dataset.name, marked)}</span>
      <span className="signature">
        <PortShape type={file ? "file" : "dataset"} size={10} />
      </span>
    </Row>
  );
}

interface DragProps {
  addition: Addition;
  add: () => void;
  about: string;
  off?: boolean;
  children: ReactNode;
}

function Row({ addition, add, about, off = false, children }: DragProps) {
  return (
    <button
      type="button"
      className={`module-row ${off ? "module-row-off" : ""}`}
      title={about}
      aria-disabled={off}
      draggable={!off}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED_TYPE, JSON.stringify(addition));
        event.dataTransfer.effectAllowed = "copyMove";
        setDragged(addition);
      }}
      onDragEnd={() => setDragged(null)}
      onDoubleClick={() => !off && add()}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || off) return;
        event.preventDefault();
        add();
      }}
    >
      {children}
    </button>
  );
}

/** The title with the query's first hit under the marker. */
function highlighted(title: string, query: string): ReactNode {
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
