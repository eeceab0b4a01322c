/** The sentences of working together on one design, in English. */

import { count, inWords } from "./words";

export const together = {
  presence: {
    here: "Others in this design",
    otherTab: "You, in another tab",
    follow: (name: string) => `Follow ${name}`,
    stopFollowing: (name: string) => `Stop following ${name}`,
    following: (name: string) => `Following ${name}. Esc ends it.`,
    away: "looks elsewhere",
    joined: (name: string) => `${name} joined.`,
    left: (name: string) => `${name} left.`,
    isHere: (name: string) => `${name} is here.`,
  },
  comments: {
    action: "Comment",
    tab: "Comments",
    title: "Comments",
    onCard: (open: number) => count(open, "open comment"),
    about: "About",
    design: "This design",
    version: (name: string) => `Version: ${name}`,
    sides: { input: "input", output: "output" },
    write: "Write a comment",
    reply: "Reply",
    send: "Send",
    save: "Save",
    cancel: "Cancel",
    edit: "Edit",
    remove: "Delete",
    edited: "edited",
    hint: "Markdown. Ctrl+Enter sends.",
    resolve: "Resolve",
    reopen: "Open again",
    resolvedBy: (name: string) => `Resolved by ${name}`,
    copyLink: "Copy link",
    linkCopied: "The link to this comment is copied.",
    thread: (person: string, comments: number) => `${person}, ${count(comments, "comment")}`,
    deleted: (title: string) => `${title || "A module"} (deleted)`,
    ofDeleted: "Of deleted modules",
    filter: "Which comments",
    shown: {
      open: (threads: number) => `Open (${threads})`,
      resolved: (threads: number) => `Resolved (${threads})`,
    },
    none: {
      open: "No open comments. Write the first: about a module, one of its ports, or the design.",
      resolved: "Nothing is resolved yet.",
    },
    onVersion: "Comment",
  },

  changes: {
    title: "Who changed what",
    none: "Nothing was changed yet.",
    by: (name: string) => `by ${name}`,
  },

  losing: {
    somebody: "Somebody",
    lost: (names: readonly string[], by: string) =>
      `${by} deleted ${inWords(names)} while you were working on ${names.length === 1 ? "it" : "them"}.`,
    bringBack: "Bring back",
    broughtBack: (names: readonly string[]) => `Brought back ${inWords(names)}`,
    kept: (label: string) => `“${label}”: what others have changed since was left as it is.`,
    kinds: { nodes: "a module", notes: "a note", groups: "a group", modules: "the code of a module" },
  },
};
