/** The icon that a module names in its declaration. All that a module may name come in a file of their own. */

import { IconBox } from "@tabler/icons-react";
import { useEffect } from "react";
import { create } from "zustand";
import "./moduleIcon.css";

type Icon = typeof IconBox;

const useIcons = create<ReadonlyMap<string, Icon>>(() => new Map());

let pendingIcons: Promise<void> | null = null;

/** Resolves when the icons are there; until then, and for a name that is not among them, a box stands in. */
export function loadIcons(): Promise<void> {
  pendingIcons ??= import("./moduleIcons").then((tabler) => {
    const named = Object.entries(tabler).map(
      ([name, icon]) => [toKebabCase(name.replace(/^Icon/, "")), icon as Icon] as const,
    );
    useIcons.setState(new Map(named), true);
  });
  // What did not come is asked for again.
  pendingIcons.catch(() => {
    pendingIcons = null;
  });
  return pendingIcons;
}

interface Props {
  name: string | undefined;
  size: number;
}

export function ModuleIcon({ name, size }: Props) {
  useEffect(() => void loadIcons().catch(() => {}), []);
  const Icon = useIcons((known) => known.get(name ?? "")) ?? IconBox;
  return <Icon size={size} stroke={1.6} aria-hidden="true" className="module-icon" />;
}

/** "DatabaseImport" -> "database-import", "Math2" -> "math-2". */
function toKebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([a-zA-Z])(\d)/g, "$1-$2")
    .toLowerCase();
}
