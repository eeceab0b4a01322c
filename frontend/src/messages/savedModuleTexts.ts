/** What is said of modules that are kept for other designs. */

export const savedModuleTexts = {
  action: "Keep as a module",
  title: "Keep as a module",
  description:
    "It appears among your modules in every design. Designs hold copies: they change only when you update them.",
  name: "Name",
  saveAs: "Keep it as",
  nextVersion: (title: string) => `Next version of ${title}`,
  newModule: "A module of its own",
  save: "Keep",
  cancel: "Cancel",
  category: "My modules",
  saved: (title: string, version: number) =>
    version === 1 ? `${title} is kept.` : `Version ${version} of ${title} is kept.`,
  placed: (title: string) => `Add ${title}`,
  updated: (title: string, version: number) => `Update ${title} to version ${version}`,
  from: (title: string, version: number) => `A copy of ${title}, version ${version}.`,
  update: (version: number) => `Update to version ${version}`,
  about: (title: string, version: number, nodes: number) =>
    `${title}, version ${version}${nodes > 0 ? `: ${nodes} ${nodes === 1 ? "module" : "modules"}` : ""}. Drag it to the canvas, or press Enter.`,
  remove: (title: string) => `Take ${title} off this list`,
  removed: (title: string) => `${title} is off the list. Designs keep their copies.`,
};
