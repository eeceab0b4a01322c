/** What is said of modules that are saved for other designs. */

export const savedModuleTexts = {
  action: "Save as a module",
  title: "Save as a module",
  description:
    "It appears among your modules in every design. Designs hold copies: they change only when you update them.",
  name: "Name",
  saveAs: "Save it as",
  nextVersion: (title: string) => `Next version of ${title}`,
  newModule: "A new module",
  save: "Save",
  cancel: "Cancel",
  category: "My modules",
  saved: (title: string, version: number) =>
    version === 1 ? `${title} was saved.` : `Version ${version} of ${title} was saved.`,
  placed: (title: string) => `Add ${title}`,
  updated: (title: string, version: number) => `Update ${title} to version ${version}`,
  from: (title: string, version: number) => `A copy of ${title}, version ${version}.`,
  update: (version: number) => `Update to version ${version}`,
  about: (title: string, version: number, nodes: number) =>
    `${title}, version ${version}${nodes > 0 ? `: ${nodes} ${nodes === 1 ? "module" : "modules"}` : ""}. Drag it to the canvas, or press Enter.`,
  remove: (title: string) => `Remove ${title} from this list`,
  removed: (title: string) => `${title} was removed from the list. Designs keep their copies.`,
};
