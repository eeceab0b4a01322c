/** Where the points of a metric's history stand. */

export interface HistoryPoint {
  version: number;
  x: number;
  y: number;
}

const MARGIN = 4;

/** Evenly from left to right, better up; versions without the metric are left out. */
export function layOutHistory(
  values: readonly { version: number; value: number | null | undefined }[],
  lowerIsBetter: boolean,
  width: number,
  height: number,
): HistoryPoint[] {
  const known = values.filter(
    (one): one is { version: number; value: number } => typeof one.value === "number" && Number.isFinite(one.value),
  );
  const numbers = known.map((one) => one.value);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const step = known.length > 1 ? (width - 2 * MARGIN) / (known.length - 1) : 0;
  return known.map(({ version, value }, index) => {
    const share = high > low ? (value - low) / (high - low) : 0.5;
    const up = lowerIsBetter ? 1 - share : share;
    const x = known.length > 1 ? MARGIN + index * step : width / 2;
    return { version, x: round(x), y: round(height - MARGIN - up * (height - 2 * MARGIN)) };
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
