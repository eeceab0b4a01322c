/** Every sentence about the extras of Designery: their list in the settings, and the button where one is missing. */

import { joinWords, pluralize } from "./formatting";

export const extraTexts = {
  title: "Extras of this server",
  about:
    "Extras bring packages that only some modules and connections need. They are installed into the server's own environment, and what is installed there already stays as it is.",
  install: "Install",
  installNamed: (title: string) => `Install ${title}`,
  installHere: (name: string) => `Install ${name} on this server`,
  installed: "Installed",
  cancel: "Cancel",
  log: "Log",
  usedBy: (modules: readonly string[]) => `Needed by ${joinWords(modules)}.`,
  askOwner: "Ask an owner of the server to install it.",
  states: {
    running: (extra: string) => `Installing ${extra}…`,
    finishing: (extra: string) => `Placing the files of ${extra}…`,
    succeeded: (extra: string) => `${extra} is installed.`,
    failed: (extra: string) => `${extra} was not installed. The server's environment is as it was.`,
    cancelled: (extra: string) => `The installation of ${extra} was cancelled. The server's environment is as it was.`,
  },
  done: (extra: string, packages: number) =>
    `${extra} is installed (${pluralize(packages, "package")}). You can use it now, without a restart.`,
} as const;
