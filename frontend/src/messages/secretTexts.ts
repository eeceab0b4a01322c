/** Every sentence about secrets: their list, their dialog, the field that names them, and trust. */

const formatListed = (names: string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

export const secretTexts = {
  title: "Secrets",
  about:
    "A secret is a value that scripts find in their environment, under its name. Only the modules that name it get it; no one can read it back, and it is taken out of logs and refused in results.",
  add: "New secret",
  empty: "No secrets yet. Add one for a script that needs a key or a password.",
  emptyHow: "Then name it in the field Secrets of Execute Python Script, Execute R Script or Create Python Model.",
  name: "Name",
  setBy: "Set by",
  changed: "Changed",
  used: "Last used",
  never: "Never",
  usedIn: "Asked for by",
  unused: "No design",
  undecryptable: "Cannot be opened: the key of this server is another one. Replace the value.",
  replace: (name: string) => `Replace ${name}`,
  delete: (name: string) => `Delete ${name}`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteHelp: "Its value is gone for good.",
  deleteUsed: (designs: string[]) =>
    designs.length === 0
      ? "No design asks for it."
      : `${formatListed(designs)} ${designs.length === 1 ? "asks" : "ask"} for it, and cannot run without it.`,
  deleteDo: "Delete the secret",
  deleted: (name: string) => `${name} is deleted.`,
  saved: (name: string) => `${name} is kept.`,
  newTitle: "New secret",
  replaceTitle: (name: string) => `Replace ${name}`,
  nameHelp: "Capital letters, digits and underscores, as API_KEY.",
  value: "Value",
  valueHelp: "At least 6 characters. It may have several lines, and is never shown again.",
  replaceHelp: "What was computed with the value before is computed again in the next run.",
  show: "Show what I type",
  save: "Keep it",
  cancel: "Cancel",
  choose: "Name secrets",
  trust: "It asks for secrets. Once you trust it, its code gets the value of each that is here under this name:",
  trustBy: (nodes: string[]) => `for ${formatListed(nodes)}`,
  visitors: (nodes: string[]) =>
    `Visitors' runs get no secrets: ${formatListed(nodes)} ${nodes.length === 1 ? "does" : "do"} not run for them, nor does what follows.`,
};
