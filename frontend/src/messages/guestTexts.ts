/** What is said of editing by a link: to visitors, and to members of what visitors changed. */

import { joinWords, pluralize } from "./formatting";

export const guestTexts = {
  byLink: "Editing by link",
  name: "Your name, as others see it",
  nameless: "Guest",
  noData: "Data come from the owner: a link lets you change the design and bring no files.",
  closed: "This link does not show it.",
  ends: (on: string) => `The link ends ${on}`,
  copy: "Make my own copy",

  ended: {
    title: "This link has ended",
    saved: "All that you changed is saved in the design.",
    unsent: (changes: number) =>
      `${pluralize(changes, "change")} of yours had not reached the server. You can take ${changes === 1 ? "it" : "them"} along: the file opens as a design in any Designery.`,
    onlyChanges: (changes: number) =>
      `${pluralize(changes, "change")} of yours from an earlier visit had not reached the server.`,
    download: "Download what was not sent",
    file: "Unsent changes",
  },

  unreviewed: {
    code: (who: string[]) => `Code changed by ${joinWords(who)}. It runs once you trust it.`,
    rest: (who: string[], modules: number) =>
      `${joinWords(who)} changed ${pluralize(modules, "module")}. No live results before you look or run.`,
    compare: "See what changed",
    before: "Before visitors changed it",
    review: "See the code",
    markReviewed: "I have looked",
  },
  changedBy: (who: string) => `Changed by ${who}`,
} as const;
