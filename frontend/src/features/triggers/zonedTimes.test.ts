import { expect, test } from "vitest";
import { describeZone, formatDayAndTime, formatDistance, startOfDay, toDay } from "./zonedTimes";

test("a time is shown in the zone of its schedule, in winter and in summer", () => {
  expect(formatDayAndTime("2027-01-01T05:00:00Z", "Europe/Madrid")).toBe("Fri 1 Jan 06:00");
  expect(formatDayAndTime("2027-07-01T05:00:00Z", "Europe/Madrid")).toBe("Thu 1 Jul 07:00");
  expect(formatDayAndTime("2027-01-01T05:00:00Z", "America/New_York")).toBe("Fri 1 Jan 00:00");
});

test.each([
  [30_000, "less than 1 min"],
  [12 * 60_000, "12 min"],
  [15 * 3_600_000, "15 h"],
  [72 * 3_600_000, "3 days"],
])("what is %d ms away is said in one unit", (away, words) => {
  const now = Date.UTC(2027, 0, 1);
  expect(formatDistance(new Date(now + away).toISOString(), now)).toBe(words);
});

test("a zone is named by its city", () => {
  expect([describeZone("America/New_York"), describeZone("UTC")]).toEqual(["New York time", "UTC"]);
});

test.each([
  ["2027-01-15", "Europe/Madrid", "2027-01-14T23:00:00.000Z"],
  ["2027-03-29", "Europe/Madrid", "2027-03-28T22:00:00.000Z"],
  ["2027-10-31", "Europe/Madrid", "2027-10-30T22:00:00.000Z"],
  ["2027-01-15", "America/New_York", "2027-01-15T05:00:00.000Z"],
])("%s begins in %s at %s", (day, zone, moment) => {
  expect(startOfDay(day, zone).toISOString()).toBe(moment);
  expect(toDay(new Date(moment), zone)).toBe(day);
});
