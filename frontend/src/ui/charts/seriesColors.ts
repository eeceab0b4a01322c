/** The color of the n-th model: the same in tiles, curves and labels. */

import { chooseHue } from "./functions";

export const getSeriesColor = (index: number): string => `var(--${chooseHue(index)})`;
