/** The sentences of proposed changes, in English. */

import { formatWholeNumber, pluralize } from "./formatting";

export const proposalTexts = {
  by: (person: string, tool: string | null) => (tool ? `Proposed by ${tool}, for ${person}` : `Proposed by ${person}`),
  banner: (title: string) => `Proposed change: ${title}`,
  bannerMany: (count: number) => `${pluralize(count, "proposed change")} to review`,
  review: "Review",
  title: (title: string) => `Proposed: ${title}`,
  changes: (count: number) => pluralize(count, "change"),
  views: { now: "As it is", both: "With changes" },
  show: "What is shown",
  canvas: "The design with the proposed change",
  why: "Reason",
  list: "Changes",
  outdated:
    "The design has changed since this was proposed. What you see is the proposal applied to the design as it is now.",
  problems: (count: number) => `${pluralize(count, "problem")} after this change`,
  advice: (count: number) =>
    `${formatWholeNumber(count)} ${count === 1 ? "piece" : "pieces"} of advice after this change`,
  clean: "No problems after this change.",
  accept: "Accept",
  reject: "Reject",
  later: "Decide later",
  accepted: (title: string) => `Accepted: ${title}`,
  rejected: (title: string) => `Rejected: ${title}`,
  next: (place: number, count: number) => `${place} of ${count}`,
  loading: "Loading the proposal",
};
