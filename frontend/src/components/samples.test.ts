import { expect, test } from "vitest";
import type { Sample } from "../api/types";
import { few, matching, topicsOf } from "./samples";

const sample = (name: string, task: string, ...topics: Sample["topics"]) =>
  ({ name, task, topics, title: name, question: "", teaches: `About ${name}`, description: "" }) as unknown as Sample;
const SAMPLES = [
  sample("cars", "Regression", "regression"),
  sample("bikes", "Regression", "regression", "time"),
  sample("spam", "Text", "text", "classification"),
];

test("every word must be found, and the topic must be its own", () => {
  expect(matching(SAMPLES, "about CARS", null).map(({ name }) => name)).toEqual(["cars"]);
  expect(matching(SAMPLES, "", "time").map(({ name }) => name)).toEqual(["bikes"]);
  expect(matching(SAMPLES, "cars", "time")).toEqual([]);
});

test("topics come once, in their order", () => {
  expect(topicsOf(SAMPLES)).toEqual(["regression", "time", "text", "classification"]);
});

test("the home page begins with one of each task", () => {
  expect(few(SAMPLES).map(({ name }) => name)).toEqual(["cars", "spam", "bikes"]);
});
