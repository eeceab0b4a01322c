/** A schedule as the form asks for it, and as cron. What the form cannot say stays cron. */

export type SchedulePattern =
  | { kind: "hourly"; minute: number }
  | { kind: "daily" | "weekdays"; time: string }
  | { kind: "weekly"; days: number[]; time: string }
  | { kind: "monthly"; day: number | "L"; time: string }
  | { kind: "cron"; cron: string };

export type PatternKind = SchedulePattern["kind"];

const DEFAULT_TIME = "06:00";
const MONDAY = 1;
const DAY_CODES = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** "06:30" -> "30 6". */
function toClockFields(time: string): string {
  const [hour = "0", minute = "0"] = time.split(":");
  return `${Number(minute)} ${Number(hour)}`;
}

export function toCron(pattern: SchedulePattern): string {
  switch (pattern.kind) {
    case "hourly":
      return `${pattern.minute} * * * *`;
    case "daily":
      return `${toClockFields(pattern.time)} * * *`;
    case "weekdays":
      return `${toClockFields(pattern.time)} * * 1-5`;
    case "weekly":
      return `${toClockFields(pattern.time)} * * ${[...pattern.days].sort().join(",")}`;
    case "monthly":
      return `${toClockFields(pattern.time)} ${pattern.day} * *`;
    case "cron":
      return pattern.cron;
  }
}

export function readCron(cron: string): SchedulePattern {
  const unread: SchedulePattern = { kind: "cron", cron };
  const [minute, hour, day, month, weekday, ...rest] = cron.trim().toUpperCase().split(/\s+/);
  if (!minute || !hour || !day || !weekday || rest.length > 0 || month !== "*" || !isNumber(minute, 59)) return unread;
  if (hour === "*" && day === "*" && weekday === "*") return { kind: "hourly", minute: Number(minute) };
  if (!isNumber(hour, 23)) return unread;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (weekday === "*") {
    if (day === "*") return { kind: "daily", time };
    if (day === "L") return { kind: "monthly", day: "L", time };
    return isNumber(day, 31) && Number(day) > 0 ? { kind: "monthly", day: Number(day), time } : unread;
  }
  if (day !== "*") return unread;
  if (weekday === "1-5" || weekday === "MON-FRI") return { kind: "weekdays", time };
  const days = weekday.split(",").map(readDay);
  return days.every((one) => one !== undefined) ? { kind: "weekly", days, time } : unread;
}

/** The same as far as it goes, in another form: a time stays a time. */
export function changeKind(pattern: SchedulePattern, kind: PatternKind): SchedulePattern {
  const time = "time" in pattern ? pattern.time : DEFAULT_TIME;
  switch (kind) {
    case "hourly":
      return { kind, minute: "time" in pattern ? Number(pattern.time.split(":")[1]) : 0 };
    case "daily":
    case "weekdays":
      return { kind, time };
    case "weekly":
      return { kind, days: [MONDAY], time };
    case "monthly":
      return { kind, day: 1, time };
    case "cron":
      return { kind, cron: toCron(pattern) };
  }
}

const isNumber = (text: string, highest: number): boolean => /^\d{1,2}$/.test(text) && Number(text) <= highest;

function readDay(text: string): number | undefined {
  if (/^[0-7]$/.test(text)) return Number(text) % 7;
  const at = DAY_CODES.indexOf(text);
  return at < 0 ? undefined : at;
}
