/** Times in the zone of a schedule, and in that of whoever reads. */

const LOCALE = "en-GB";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const READER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "Tue 1 Dec". */
export const formatDay = (iso: string, zone: string): string =>
  formatParts(iso, { timeZone: zone, weekday: "short", day: "numeric", month: "short" });

/** "02:00". */
export const formatTimeOfDay = (iso: string, zone: string): string =>
  formatParts(iso, { timeZone: zone, hour: "2-digit", minute: "2-digit" });

/** "Tue 1 Dec 02:00". */
export const formatDayAndTime = (iso: string, zone: string): string =>
  `${formatDay(iso, zone)} ${formatTimeOfDay(iso, zone)}`;

const formatParts = (iso: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(LOCALE, options).format(new Date(iso)).replaceAll(",", "");

/** "15 h", "3 d", "12 min": how long until then. */
export function formatDistance(iso: string, now: number): string {
  const left = Math.max(0, new Date(iso).getTime() - now);
  if (left < MINUTE) return "less than 1 min";
  if (left < HOUR) return `${Math.round(left / MINUTE)} min`;
  return left < 2 * DAY ? `${Math.round(left / HOUR)} h` : `${Math.round(left / DAY)} days`;
}

/** All zones, and UTC. */
export const listZones = (): string[] => [...new Set(["UTC", READER_ZONE, ...Intl.supportedValuesOf("timeZone")])];

/** The zone by its city, as "Madrid time". */
export const describeZone = (zone: string): string =>
  zone === "UTC" ? "UTC" : `${zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ")} time`;

/** The first moment of a day, "2027-03-28", in a zone. */
export function startOfDay(day: string, zone: string): Date {
  const guess = Date.parse(`${day}T00:00:00Z`);
  const first = guess - measureOffset(guess, zone);
  return new Date(guess - measureOffset(first, zone));
}

/** "2027-03-28" of a moment in a zone. */
export const toDay = (moment: Date, zone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    moment,
  );

/** How far the clock of a zone is ahead of UTC at a moment, in milliseconds. */
function measureOffset(moment: number, zone: string): number {
  const options: Intl.DateTimeFormatOptions = {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  };
  const parts = new Intl.DateTimeFormat("en-US", options).formatToParts(moment);
  const read = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
  return shown - moment;
}
