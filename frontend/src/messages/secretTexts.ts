/** Every sentence about secrets: their list, their dialog, the field that names them, and trust. */

const formatListed = (names: string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

export const secretTexts = {
  title: "Secrets",
  about:
    "A secret is a value that scripts find in their environment, under its name. Only the modules that name it get it. No one can read it back. It is removed from logs and refused in results.",
  add: "New secret",
  empty: "No secrets yet. Add one for a script that needs a key or a password.",
  emptyHow: "Then name it in the field Secrets of Execute Python Script, Execute R Script or Create Python Model.",
  name: "Name",
  setBy: "Set by",
  changed: "Changed",
  used: "Last used",
  never: "Never",
  usedIn: "Used by",
  unused: "No design",
  undecryptable: "Can't be decrypted: this server's key has changed. Replace the value.",
  replace: (name: string) => `Replace ${name}`,
  delete: (name: string) => `Delete ${name}`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteHelp: "Its value is deleted for good.",
  deleteUsed: (designs: string[]) =>
    designs.length === 0
      ? "No design uses it."
      : `${formatListed(designs)} ${designs.length === 1 ? "uses" : "use"} it, and can't run without it.`,
  deleteDo: "Delete the secret",
  deleted: (name: string) => `${name} was deleted.`,
  saved: (name: string) => `${name} was saved.`,
  newTitle: "New secret",
  replaceTitle: (name: string) => `Replace ${name}`,
  nameHelp: "Capital letters, digits and underscores, for example API_KEY.",
  value: "Value",
  valueHelp: "At least 6 characters. It can have several lines, and is never shown again.",
  replaceHelp: "The next run recomputes the results of the old value.",
  show: "Show what I type",
  save: "Save",
  cancel: "Cancel",
  choose: "Choose secrets",
  trust: "It uses secrets. Once you trust it, its code gets the values of your secrets with these names:",
  trustBy: (nodes: string[]) => `for ${formatListed(nodes)}`,
  visitors: (nodes: string[]) =>
    `Guests' runs get no secrets: ${formatListed(nodes)} ${nodes.length === 1 ? "does" : "do"} not run for them, nor do the steps after ${nodes.length === 1 ? "it" : "them"}.`,
};
