/** The small picture of a column: a histogram for numbers and times, one stacked bar for everything else. */

import { memo } from "react";
import type { ColumnProfile } from "../../api/artifactViews";
import "./columnPicture.css";

interface ColumnPictureProps {
  profile: ColumnProfile;
  /** Rows of the table: a stacked bar shows shares of them. */
  rows: number;
  width: number;
  height: number;
}

export const ColumnPicture = memo(function ColumnPicture({ profile, rows, width, height }: ColumnPictureProps) {
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="column-picture">
      {profile.histogram ? (
        <ColumnBars counts={profile.histogram.counts} width={width} height={height} />
      ) : (
        <ColumnStack
          counts={(profile.top ?? []).map((value) => value.count)}
          rows={rows - profile.missing}
          width={width}
          height={height}
        />
      )}
      <path d={`M0 ${height - 1.5}h${width}`} className="plot-frame" />
    </svg>
  );
});

interface ColumnBarsProps {
  counts: number[];
  width: number;
  height: number;
}

/** Bars of equal width; at most one for every four pixels, neighbours added up. */
export function ColumnBars({ counts, width, height }: ColumnBarsProps) {
  const bars = mergeCounts(counts, Math.max(1, Math.floor(width / 4)));
  const most = Math.max(...bars, 0) || 1;
  const step = width / Math.max(1, bars.length);
  return (
    <>
      {bars.map((value, at) => {
        const tall = value === 0 ? 0 : Math.max(1, (value / most) * (height - 2));
        const key = `bar ${at}`;
        return (
          <rect
            key={key}
            x={at * step}
            y={height - 2 - tall}
            width={Math.max(1, step - 0.8)}
            height={tall}
            className="bar"
          />
        );
      })}
    </>
  );
}

/** Neighbouring counts added up until at most `maximum` are left. */
export function mergeCounts(counts: number[], most: number): number[] {
  const each = Math.ceil(counts.length / most);
  if (each <= 1) return counts;
  const groups = Math.ceil(counts.length / each);
  return Array.from({ length: groups }, (_, at) =>
    counts.slice(at * each, (at + 1) * each).reduce((sum, value) => sum + value, 0),
  );
}

interface ColumnStackProps extends ColumnBarsProps {
  rows: number;
}

function ColumnStack({ counts, rows, width, height }: ColumnStackProps) {
  const whole = Math.max(1, rows);
  const parts: { left: number; wide: number }[] = [];
  let left = 0;
  for (const value of counts) {
    const wide = (value / whole) * width;
    if (wide < 0.75) break;
    parts.push({ left, wide });
    left += wide;
  }
  const tall = Math.min(16, height - 4);
  const rest = width - left;
  return (
    <>
      {parts.map((part, at) => (
        <rect
          key={part.left}
          x={part.left}
          y={height - 2 - tall}
          width={Math.max(0.5, part.wide - 1)}
          height={tall}
          className={at === 0 ? "bar" : "bar-soft"}
        />
      ))}
      {rest > 1 && counts.length > 0 && (
        <rect x={left} y={height - 2 - tall} width={rest} height={tall} className="bar-rest" />
      )}
    </>
  );
}
