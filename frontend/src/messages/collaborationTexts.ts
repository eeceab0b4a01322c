/** The sentences of working together on one design, in English. */

import { joinWords, pluralize } from "./formatting";

export const collaborationTexts = {
  presence: {
    here: "Others in this design",
    guest: (link: string) => `A guest from the link “${link}”`,
    otherTab: "You, in another tab",
    follow: (name: string) => `Follow ${name}`,
    stopFollowing: (name: string) => `Stop following ${name}`,
    following: (name: string) => `Following ${name}. Press Esc to stop.`,
    away: "away",
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
    reopen: "Reopen",
    resolvedBy: (name: string) => `Resolved by ${name}`,
    copyLink: "Copy link",
    linkCopied: "Copied the link to this comment.",
    thread: (person: string, comments: number) => `${person}, ${pluralize(comments, "comment")}`,
    deleted: (title: string) => `${title || "A module"} (deleted)`,
    ofDeleted: "On deleted modules",
    filter: "Filter comments",
    shown: {
      open: (threads: number) => `Open (${threads})`,
      resolved: (threads: number) => `Resolved (${threads})`,
    },
    none: {
      open: "No open comments. Start one on a module, a port or the design.",
      resolved: "No resolved comments yet.",
    },
    onVersion: "Comment",
  },

  changes: {
    title: "Who changed what",
    none: "No changes yet.",
    by: (name: string) => `by ${name}`,
  },

  conflicts: {
    somebody: "Someone",
    deleted: (names: readonly string[], by: string) =>
      `${by} deleted ${joinWords(names)} while you were working on ${names.length === 1 ? "it" : "them"}.`,
    restore: "Restore",
    restored: (names: readonly string[]) => `Restored ${joinWords(names)}`,
    editsSkipped: (label: string) => `“${label}”: later changes by others were kept.`,
    kinds: { nodes: "a module", notes: "a note", groups: "a group", modules: "the code of a module" },
  },
};
