import { expect, test } from "vitest";
import { describeAlert, nameAlert, summarizeAlerts } from "./alertWords";

test("an alert says what it watches and when it is over its limit", () => {
  const words = [
    { kind: "drift", subject: "", threshold: null, minutes: 60 },
    { kind: "errors", subject: "", threshold: 0.05, minutes: 15 },
    { kind: "latency", subject: "", threshold: 0.2, minutes: 180 },
    { kind: "metric", subject: "AUC", threshold: 0.8, minutes: 43200 },
    { kind: "metric", subject: "Root_Mean_Squared_Error", threshold: 2500, minutes: 4320 },
    { kind: "silence", subject: "", threshold: null, minutes: 1440 },
  ] as const;
  expect(words.map((alert) => `${nameAlert(alert)}: ${describeAlert(alert)}`.replaceAll(/\s/g, " "))).toEqual([
    "Drift of any column: PSI over the limit of the column in an hour",
    "Errors: More than 5.0 % of the requests in 15 minutes",
    "Latency: 1 in 20 answers takes over 200 ms in 3 hours",
    "ROC area by true labels: Below 0.800 in 30 days",
    "RMSE by true labels: Over 2,500 in 3 days",
    "No requests: None in a day",
  ]);
});

test("the page says the worst first", () => {
  expect(summarizeAlerts([{ state: "fine" }, { state: "breached" }])).toBe("1 of 2 alerts is over the limit");
  expect(summarizeAlerts([{ state: "fine" }, { state: "unknown" }])).toBe("Every alert is fine");
  expect(summarizeAlerts([{ state: "unknown" }])).toBe("No alert can be judged yet");
  expect(summarizeAlerts([])).toBe("Nothing watches this endpoint yet");
});
