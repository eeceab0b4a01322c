/** The head of a column: name, type, missing, small picture, range. */

import { IconArrowDown, IconArrowUp, IconChevronDown, IconFilter } from "@tabler/icons-react";
import { memo } from "react";
import type { ColumnProfile } from "../../../api/artifactViews";
import { formatCount, formatExtreme, formatPercent, isNumeric, TYPE_NAMES } from "../../../lib/format";
import { tableTexts as looking } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { ColumnPicture } from "../../../ui/charts/ColumnPicture";
import { TypeGlyph } from "../../../ui/TypeGlyph";

const PADDING = 20;

interface ColumnHeaderProps {
  profile: ColumnProfile;
  rows: number;
  width: number;
  /** How the table is sorted by it: the place of the key, from 1. */
  sorted: { place: number; descending: boolean } | null;
  filtered: boolean;
  alone: boolean;
}

export const ColumnHeader = memo(function ColumnHeader({ profile, rows, width, ...told }: ColumnHeaderProps) {
  const [low, high] = describeRange(profile, rows);
  return (
    <>
      <span className="column-title">
        <span className="column-name" title={`${profile.name}, ${TYPE_NAMES[profile.type]}`}>
          {profile.name}
        </span>
        <ColumnMarks {...told} />
        <button type="button" tabIndex={-1} className="column-menu" aria-label={looking.menu(profile.name)} data-menu>
          <IconChevronDown size={14} stroke={1.8} />
        </button>
      </span>
      <span className="column-line">
        <TypeGlyph type={profile.type} title={TYPE_NAMES[profile.type]} />
        <span className={profile.missing > 0 ? "column-missing" : undefined}>
          {texts.dataset.missing(formatCount(profile.missing))}
        </span>
      </span>
      <ColumnPicture profile={profile} rows={rows} width={width - PADDING} height={28} />
      <span className="column-line">
        <span className="column-end">{low}</span>
        <span>{high}</span>
      </span>
    </>
  );
});

/** Marks of a filter and of the order. */
function ColumnMarks({ sorted, filtered, alone }: Pick<ColumnHeaderProps, "sorted" | "filtered" | "alone">) {
  const Arrow = sorted?.descending ? IconArrowDown : IconArrowUp;
  return (
    <>
      {filtered && <IconFilter size={13} stroke={2} className="column-mark" aria-hidden="true" />}
      {sorted && (
        <span className="column-mark" title={looking.sortedBy(sorted.place, sorted.descending)}>
          <Arrow size={13} stroke={2} aria-hidden="true" />
          {!alone && sorted.place}
        </span>
      )}
    </>
  );
}

/** Both ends of a range; for categories the commonest with its share, and how many there are. */
export function describeRange(profile: ColumnProfile, rows: number): [string, string] {
  const commonest = profile.top?.[0];
  if (profile.histogram || !commonest)
    return [formatExtreme(profile.min, profile), formatExtreme(profile.max, profile)];
  const share = formatPercent(commonest.count / Math.max(1, rows - profile.missing), 0);
  return [`${commonest.value} ${share}`, profile.distinct === null ? "" : formatCount(profile.distinct)];
}

/** How wide a column is drawn: by its name, by its longest common value, and by both ends of its range. */
export function computeColumnWidth(profile: ColumnProfile): number {
  const longest = Math.max(0, ...(profile.top ?? []).slice(0, 8).map((value) => value.value.length));
  const characters = Math.max(profile.name.length, isNumeric(profile.type) ? 8 : Math.min(longest, 34));
  const least = profile.type === "datetime" ? 150 : 92;
  const ends = profile.histogram ? describeRange(profile, 0).join(" ").length : 0;
  return Math.round(Math.min(260, Math.max(least, characters * 7 + 24, ends * 6.4 + PADDING)));
}
