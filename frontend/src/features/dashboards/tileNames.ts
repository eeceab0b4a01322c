/** What tiles are called, and which results there are to put on a dashboard. */

import type { Module, Output } from "../../api/apiTypes";
import type { DashboardTile, Design } from "../../api/designDocument";
import { type FigureName, dashboardTexts as texts } from "../../messages/dashboardTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { useRun } from "../../stores/runStore";

/** What a tile is called where it has no title of its own. */
function getUsualTitle(tile: DashboardTile, design: Design | null, modules: ReadonlyMap<string, Module>): string {
  const node = tile.node === null ? undefined : design?.nodes[tile.node];
  const module = node && modules.get(node.module);
  const name = node ? getNodeName(tile.node!) : "";
  switch (tile.kind) {
    case "number":
      return texts.figureOf((tile.show ?? "rows") as FigureName, tile.column);
    case "filter":
      return tile.column ?? "";
    case "text":
      return texts.untitledText;
    case "input":
      return module?.widgets.find((widget) => widget.name === tile.parameter)?.title ?? tile.parameter ?? "";
    case "result": {
      const several = (module?.outputs.length ?? 0) > 1;
      const port = module?.outputs.find((one) => one.name === tile.port);
      return several && port ? `${name}: ${port.title}` : name;
    }
  }
}

export function useTileTitle(tile: DashboardTile): string {
  const design = useDesign(({ document }) => document);
  const modules = useCatalog((store) => store.modules);
  return tile.title || getUsualTitle(tile, design, modules);
}

export interface OfferedResult {
  node: string;
  port: string;
  title: string;
  icon: string;
  output: Output;
}

/** All results of the design, module by module in the order of the canvas. */
export function useOfferedResults(): OfferedResult[] {
  const design = useDesign(({ document }) => document);
  const known = useDesign(({ analysis }) => analysis?.known);
  const steps = useRun((store) => store.steps);
  const modules = useCatalog((store) => store.modules);
  const nodes = Object.entries(design?.nodes ?? {}).sort(([, one], [, other]) => one.y - other.y || one.x - other.x);
  return nodes.flatMap(([node, placed]) => {
    const module = modules.get(placed.module);
    return (module?.outputs ?? []).flatMap(({ name, title }) => {
      const output = steps[node]?.outputs[name] ?? known?.[`${node}.${name}`];
      if (!output || !SHOWN_TYPES.has(output.type)) return [];
      const of = getNodeName(node);
      return [
        { node, port: name, title: module!.outputs.length > 1 ? `${of}: ${title}` : of, icon: module!.icon, output },
      ];
    });
  });
}

const SHOWN_TYPES: ReadonlySet<string> = new Set([
  "dataset",
  "evaluation",
  "trained_model",
  "transformation",
  "image_directory",
]);
