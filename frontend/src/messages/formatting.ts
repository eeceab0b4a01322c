/** Numbers, sizes, times and lists as people write them. */

const wholeNumberFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export const formatWholeNumber = (value: number): string => wholeNumberFormat.format(value);

/** "1 row", "1,204 rows". */
export function pluralize(value: number, noun: string): string {
  return `${formatWholeNumber(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** "a and b", "a, b and 3 more". */
export function joinWords(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (items.length <= most) {
    return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  }
  return `${items.slice(0, most - 1 || 1).join(", ")} and ${items.length - (most - 1 || 1)} more`;
}

/** A state of a design by how many changes it had; before any, it has no number yet. */
export const nameRevision = (revision: number): string =>
  revision === 0 ? "first version" : `version ${formatWholeNumber(revision)}`;

export const capitalize = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

export function formatBytes(size: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : formatWholeNumber(value)} ${units[unit]}`;
}

/** "< 0.1 s", "0.4 s", "12 s", "3 min 5 s". */
export function formatSeconds(value: number): string {
  if (value < 0.095) return "< 0.1 s";
  if (value < 9.95) return `${value.toFixed(1)} s`;
  if (value < 60) return `${Math.round(value)} s`;
  const [minutes, rest] = [Math.floor(value / 60), Math.round(value % 60)];
  return minutes < 60 ? `${minutes} min ${rest} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "10:42" today, "24 Nov" on another day. */
export function formatWhen(time: Date, now = new Date()): string {
  return time.toDateString() === now.toDateString() ? formatClock(time) : dayMonthFormat.format(time);
}

const dayMonthFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const hourMinuteFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const hourMinuteSecondFormat = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
export const formatClock = (time: Date): string => hourMinuteFormat.format(time);
export const formatClockSeconds = (time: Date): string => hourMinuteSecondFormat.format(time);

/** "Random seed" -> "random seed", but "L2 weight" stays. */
export function lowercaseFirst(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** "193 × 25". */
export const formatTableSize = (rows: number, columns: number): string =>
  `${formatWholeNumber(rows)} × ${formatWholeNumber(columns)}`;
