/** Which columns a table shows, in which order and how wide: frozen ones first, hidden ones not at all. */

import type { ColumnProfile } from "../../../api/artifactViews";
import { computeColumnWidth } from "./ColumnHeader";
import type { TableViewState } from "./tableViewState";

export interface PlacedColumn {
  profile: ColumnProfile;
  /** The place in the table. */
  index: number;
  width: number;
  frozen: boolean;
  /** Pixels from the left edge of the columns. */
  left: number;
}

export const LEAST_WIDTH = 48;
export const MOST_WIDTH = 900;
export const WIDTH_STEP = 24;

export function placeColumns(
  profiles: ColumnProfile[],
  look: Pick<TableViewState, "hidden" | "frozen" | "widths">,
): PlacedColumn[] {
  const hidden = new Set(look.hidden);
  const frozen = new Set(look.frozen);
  const placed = profiles
    .map((profile, index) => ({ profile, index }))
    .filter(({ profile }) => !hidden.has(profile.name));
  const ordered = [
    ...placed.filter(({ profile }) => frozen.has(profile.name)),
    ...placed.filter(({ profile }) => !frozen.has(profile.name)),
  ];
  let left = 0;
  return ordered.map(({ profile, index }) => {
    const width = look.widths[profile.name] ?? computeColumnWidth(profile);
    const column = { profile, index, width, left, frozen: frozen.has(profile.name) };
    left += width;
    return column;
  });
}

export const resizeColumn = (widths: Record<string, number>, name: string, to: number): Record<string, number> => ({
  ...widths,
  [name]: Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, to))),
});
