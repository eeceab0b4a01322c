import { expect, test } from "vitest";
import { changeKind, readCron, type SchedulePattern, toCron } from "./schedulePattern";

const PATTERNS: [string, SchedulePattern][] = [
  ["0 * * * *", { kind: "hourly", minute: 0 }],
  ["30 2 * * *", { kind: "daily", time: "02:30" }],
  ["0 6 * * 1-5", { kind: "weekdays", time: "06:00" }],
  ["15 18 * * 0,1,3", { kind: "weekly", days: [0, 1, 3], time: "18:15" }],
  ["0 0 31 * *", { kind: "monthly", day: 31, time: "00:00" }],
  ["0 0 L * *", { kind: "monthly", day: "L", time: "00:00" }],
];

test.each(PATTERNS)("%s is read and written again", (cron, pattern) => {
  expect(readCron(cron)).toEqual(pattern);
  expect(toCron(pattern)).toBe(cron);
});

test.each(["*/5 * * * *", "0 6 * 1 *", "0 6 1 * 1", "0 6,18 * * *", "0 6 * * 5L", "0 6 * *", "0 6 0 * *", ""])(
  "%s is left as cron",
  (cron) => {
    expect(readCron(cron)).toEqual({ kind: "cron", cron });
  },
);

test("days by name are read as numbers", () => {
  expect(readCron("0 6 * * mon,SUN,7")).toEqual({ kind: "weekly", days: [1, 0, 0], time: "06:00" });
});

test("another form keeps the time", () => {
  const weekly = changeKind({ kind: "daily", time: "02:30" }, "weekly");
  expect(weekly).toEqual({ kind: "weekly", days: [1], time: "02:30" });
  expect(changeKind(weekly, "cron")).toEqual({ kind: "cron", cron: "30 2 * * 1" });
});
