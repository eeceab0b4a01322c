/** Which modules share a file. What is needed at once comes in three, since many small files compress badly. */

import { PAGE_FILE, startsWithApp } from "./pageList.ts";

interface GraphModule {
  code: string | null;
  importedIds: readonly string[];
  dynamicallyImportedIds: readonly string[];
}

interface Graph {
  getModuleInfo(id: string): GraphModule | null;
}

const SOURCES = /^(.*[\\/]frontend[\\/]src[\\/])/;
const FLOW = /[\\/]node_modules[\\/](@xyflow|d3-).*js$/;

let starts: ReadonlySet<string> | null = null;

/** Whether a module belongs to what every page begins with; the libraries do, but for the one that draws graphs. */
function isStart(id: string, graph: Graph): boolean {
  const sources = SOURCES.exec(id)?.[1];
  if (sources === undefined) return !FLOW.test(id);
  starts ??= reached(graph, sources);
  return starts.has(id);
}

/** Our modules that the app begins with, and those of the pages that say that they start with it. */
function reached(graph: Graph, sources: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [`${sources}main.tsx`];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id) || !SOURCES.test(id)) continue;
    found.add(id);
    const module = graph.getModuleInfo(id);
    waiting.push(...(module?.importedIds ?? []));
    if (module && PAGE_FILE.test(id) && startsWithApp(module)) waiting.push(...module.dynamicallyImportedIds);
  }
  return found;
}

const INITIAL = ["$initial" as const];

/** What every design asks for right after it is drawn. */
const SOON =
  /[\\/](LiveRegion|PreviewToggle|previewUpdates|Avatars|presence|commentThreads|NodeBadges|SavedModuleList|AdviceLine|PaletteFound)\.tsx?$/;

/** The styles of what the pages share, each of which alone would be a request for a few hundred bytes. */
const PAGE_STYLES =
  /[\\/](pageFrame|responsiveTable|statusLine|graphThumbnail|designCard|exampleGallery|dropzone|datasetRows|phoneBar|globalSearch)\.css$/;

export const GROUPS = [
  {
    name: (id: string, graph: Graph) => (isStart(id, graph) ? "start" : null),
    debugName: "start",
    tags: INITIAL,
    priority: 9,
  },
  { name: "flow", test: FLOW, tags: INITIAL, priority: 8 },
  { name: "design", tags: INITIAL, priority: 7 },
  { name: "icons", test: /[\\/]ui[\\/]moduleIcons\.ts$/, priority: 6 },
  { name: "pages", test: PAGE_STYLES, priority: 6 },
  { name: "menus", test: /[\\/]@mantine[\\/]core[\\/]esm[\\/]components[\\/](Menu|Popover)[\\/]/, priority: 5 },
  { name: "glyphs", test: /[\\/]node_modules[\\/]@tabler[\\/]/, priority: 4 },
  { name: "figures", test: /[\\/](headlineMetric|metrics|format|metricTable|MetricFigure)\.(tsx?|json)$/, priority: 4 },
  { name: "soon", test: SOON, priority: 3 },
];
