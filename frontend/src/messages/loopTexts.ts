/** Sentences of loops. */

import { formatWholeNumber } from "./formatting";

export const loopTexts = {
  choose: "Choose a setting",
  none: "Connect modules between here and Collect Results first.",
  gone: "This setting is not in the loop any more.",
  running: "Loop",
  begins: "The loop begins.",
  pause: "Pause",
  resume: "Resume",
  keep: "Stop and keep these results",
  paused: "Paused. Nothing is computed until you resume.",
  time: "Time",
  results: (shown: number, done: number) =>
    shown < done ? `Last ${shown} of ${formatWholeNumber(done)} results` : "Results so far",
} as const;
