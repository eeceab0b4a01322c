/** The layers of the app, from the top to the bottom: code and styles look down only. What their tests share. */

/** `styles` and the files of `src` itself stand outside. */
export const LAYERS = ["pages", "features", "actions", "canvas", "ui", "stores", "lib", "graph", "api", "messages"];

/** Which features a feature may use. */
export const FEATURES: Record<string, string[]> = {
  code: ["comparison"],
  comparison: ["results"],
  customModules: ["inspector", "preview"],
  dashboards: ["inspector", "results"],
  datasets: ["importing", "pipelines", "quickStart", "results"],
  models: ["pipelines", "results"],
  designs: ["sharing"],
  editor: ["collaboration", "preview", "quickStart", "results", "targets"],
  inspector: ["preview", "results", "runs", "targets"],
  pipelines: ["comparison", "inspector"],
  quickStart: ["importing"],
  sharing: ["dashboards", "results"],
  tours: ["editor"],
  triggers: ["pipelines"],
  versions: ["comparison"],
};

/** A file that declares a page is as low as the list of all pages, so that menus below can name them. */
export const isDeclaration = (path: string): boolean => /^pages\/[^/]+\.page$/.test(path.replace(/\.tsx?$/, ""));

/** The layer of a file; -1 for those outside. */
export const getLayer = (path: string): number => LAYERS.indexOf(isDeclaration(path) ? "lib" : path.split("/")[0]!);

/** Whether one file lies in a layer above that of the other. */
export function isAbove(to: string, from: string): boolean {
  const [lower, upper] = [getLayer(from), getLayer(to)];
  return lower >= 0 && upper >= 0 && upper < lower;
}

/** Whether a file belongs to a feature that may not use that of the other. */
export function isForeignFeature(to: string, from: string): boolean {
  const [layer, feature] = from.split("/");
  const [target, other] = to.split("/");
  return layer === "features" && target === "features" && feature !== other && !FEATURES[feature!]?.includes(other!);
}
