/** What is said of editing by a link: to guests, and to members of what guests changed. */

import { joinWords, pluralize } from "./formatting";

export const guestTexts = {
  byLink: "Editing by link",
  name: "Your name, as others see it",
  nameless: "Guest",
  noData: "Data comes from the owner. With this link you can change the design, but not add files.",
  closed: "Not included in this link.",
  ends: (on: string) => `The link expires ${on}`,
  copy: "Make my own copy",

  ended: {
    title: "This link no longer works",
    saved: "All your changes are saved in the design.",
    unsent: (changes: number) =>
      `${pluralize(changes, "change")} of yours did not reach the server. Download ${changes === 1 ? "it" : "them"}: the file opens as a design in any Designery.`,
    onlyChanges: (changes: number) =>
      `${pluralize(changes, "change")} of yours from an earlier visit did not reach the server.`,
    download: "Download unsent changes",
    file: "Unsent changes",
  },

  unreviewed: {
    code: (who: string[]) => `Code changed by ${joinWords(who)}. It runs once you trust it.`,
    rest: (who: string[], modules: number) =>
      `${joinWords(who)} changed ${pluralize(modules, "module")}. The live preview waits until you review or run the design.`,
    compare: "See what changed",
    before: "Before guests changed it",
    review: "See the code",
    markReviewed: "Mark as reviewed",
  },
  changedBy: (who: string) => `Changed by ${who}`,
} as const;
