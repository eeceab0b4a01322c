/** The head of a column: name, type, missing, small picture, range. */

import { memo } from "react";
import type { ColumnProfile } from "../../api/types";
import { resultsMessages as say } from "../../messages/results";
import { ColumnPicture } from "../charts/ColumnPicture";
import { count, extreme, isNumeric, percent, TYPE_GLYPHS, TYPE_WORDS } from "../format";

const PADDING = 20;

interface HeaderProps {
  profile: ColumnProfile;
  rows: number;
  width: number;
}

export const ColumnHeader = memo(function ColumnHeader({ profile, rows, width }: HeaderProps) {
  const [low, high] = rangeWords(profile, rows);
  return (
    <>
      <span className="column-name" title={`${profile.name}, ${TYPE_WORDS[profile.type]}`}>
        {profile.name}
      </span>
      <span className="column-line">
        <span className="type-glyph" title={TYPE_WORDS[profile.type]}>
          {TYPE_GLYPHS[profile.type]}
        </span>
        <span className={profile.missing > 0 ? "column-missing" : undefined}>
          {say.dataset.missing(count(profile.missing))}
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

/** Both ends of a range; for categories the commonest with its share, and how many there are. */
export function rangeWords(profile: ColumnProfile, rows: number): [string, string] {
  const commonest = profile.top?.[0];
  if (profile.histogram || !commonest) return [extreme(profile.min, profile), extreme(profile.max, profile)];
  const share = percent(commonest.count / Math.max(1, rows - profile.missing), 0);
  return [`${commonest.value} ${share}`, profile.distinct === null ? "" : count(profile.distinct)];
}

/** How wide a column is drawn: by its name, and by its longest common value. */
export function columnWidth(profile: ColumnProfile): number {
  const longest = Math.max(0, ...(profile.top ?? []).slice(0, 8).map((value) => value.value.length));
  const characters = Math.max(profile.name.length, isNumeric(profile.type) ? 8 : Math.min(longest, 34));
  const least = profile.type === "datetime" ? 150 : 92;
  return Math.round(Math.min(260, Math.max(least, characters * 7 + 24)));
}
