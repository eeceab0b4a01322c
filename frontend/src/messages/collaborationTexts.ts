/** The sentences of working together on one design, in English. */

import { joinWords, pluralize } from "./formatting";

export const collaborationTexts = {
  presence: {
    here: "Others in this design",
    guest: (link: string) => `A guest of the link “${link}”`,
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
    tab: "Comments",
    title: "Comments",
    onCard: (open: number) => pluralize(open, "open comment"),
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
    thread: (person: string, comments: number) => `${person}, ${pluralize(comments, "comment")}`,
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

  conflicts: {
    somebody: "Somebody",
    deleted: (names: readonly string[], by: string) =>
      `${by} deleted ${joinWords(names)} while you were working on ${names.length === 1 ? "it" : "them"}.`,
    restore: "Bring back",
    restored: (names: readonly string[]) => `Brought back ${joinWords(names)}`,
    editsSkipped: (label: string) => `“${label}”: what others have changed since was left as it is.`,
    kinds: { nodes: "a module", notes: "a note", groups: "a group", modules: "the code of a module" },
  },
};
