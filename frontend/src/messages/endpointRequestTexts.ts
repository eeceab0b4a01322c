/** Texts of the requests that an endpoint kept. */

import { pluralize } from "./formatting";

export const endpointRequestTexts = {
  none: "No request was kept yet",
  noneHelp: "A share of the requests can be kept with their rows and answers, to look at them and to train on them.",
  noneYet: (percent: string): string => `${percent} of the requests are kept from now on. The first one shows here.`,
  some: (count: number): string => `${pluralize(count, "request")} kept`,
  share: (percent: string): string => `${percent} of the requests are kept with up to 20 of their rows.`,
  masked: (columns: string): string => `Not kept: ${columns}.`,
  change: "Settings",
  use: "Use the requests as a dataset",
  useAgain: "Add the next version",
  stored: (name: string, version: number): string => `${name}, version ${version} stored`,
  openDataset: "Open dataset",
  dataset: (name: string): string => `They are the dataset ${name}. It is in the list of modules of each canvas.`,
  heads: { asked: "Asked", version: "Version", answer: "Answer", label: "Label" },
  unknown: "–",
};
