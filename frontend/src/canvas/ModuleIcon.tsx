/** The icon that a module names in its declaration. Only those that modules use are in the bundle. */

import * as tabler from "./icons";

type Icon = typeof tabler.IconBox;

const byName = new Map<string, Icon>(
  Object.entries(tabler).map(([name, icon]) => [kebab(name.replace(/^Icon/, "")), icon as Icon]),
);

interface Props {
  name: string | undefined;
  size: number;
}

export function ModuleIcon({ name, size }: Props) {
  const Icon = byName.get(name ?? "") ?? tabler.IconBox;
  return <Icon size={size} stroke={1.6} aria-hidden="true" className="module-icon" />;
}

/** "DatabaseImport" -> "database-import", "Math2" -> "math-2". */
function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([a-zA-Z])(\d)/g, "$1-$2")
    .toLowerCase();
}
