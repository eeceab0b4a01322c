/** The sentences of the code beside the canvas, in English. */

import { pluralize } from "./formatting";

export const codePaneTexts = {
  label: "The design as code",
  loading: "Writing the code",
  state: {
    bothWays: "Both ways",
    readOnly: "Read only",
    same: "Same as the canvas",
    typed: (changes: number) =>
      changes === 0 ? "Says the same as the canvas" : `${pluralize(changes, "change")} typed here`,
    reading: "Reading the code",
    unfinished: "Not a design yet",
    offline: "No connection. What you typed stays here.",
  },
  options: "Options of the code",
  applyAsTyped: "Apply as I type",
  followSelection: "Follow the selection",
  width: "Width of the code",
  widthHelp: "Drag to make the code wider. Double-click for its usual width.",
  copy: "Copy the code",
  copied: "Code copied",
  waiting: (changes: number) => (changes === 0 ? "No change to apply" : `${pluralize(changes, "change")} to apply`),
  price: (run: number, known: number) =>
    run === 0 ? "Nothing has to run again" : `${pluralize(run, "step")} to run, ${known} with results`,
  errors: (count: number) => pluralize(count, "mistake"),
  correct: "Correct the code to apply it",
  conflicts: (count: number) =>
    `${pluralize(count, "place")} changed on the canvas too. Applying keeps what you typed.`,
  discard: "Discard",
  apply: "Apply to canvas",
  edit: "Edit in code",
  conflict: "Changed on the canvas too:",
  gone: "deleted",
  takeTheirs: "Take theirs",
  proposed: (changes: number) => `Typed in code: ${pluralize(changes, "change")}`,
  views: { now: "As saved", both: "With changes" },
  show: "What is shown",
  canvas: "The design with what was typed",
};
