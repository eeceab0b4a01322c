/** The small picture of a column: a histogram for numbers and times, one stacked bar for everything else. */

import { memo, useMemo } from "react";
import type { ColumnProfile } from "../../api/artifactViews";
import { ChartShapes } from "./ChartShapes";
import type { Description } from "./description";
import columnValues from "./descriptions/column_values.json";
import { paintChart } from "./painter";
import "./columnPicture.css";

interface ColumnPictureProps {
  profile: Pick<ColumnProfile, "histogram" | "top" | "missing">;
  /** Rows of the table: a stacked bar shows shares of them. */
  rows: number;
  width: number;
  height: number;
}

export const ColumnPicture = memo(function ColumnPicture({ profile, rows, width, height }: ColumnPictureProps) {
  const { shapes } = useMemo(
    () => paintChart(columnValues as Description, { ...profile, rows }, width, height),
    [profile, rows, width, height],
  );
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="column-picture">
      <ChartShapes shapes={shapes} />
    </svg>
  );
});
