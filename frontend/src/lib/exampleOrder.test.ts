import { expect, test } from "vitest";
import type { ExampleDesign } from "../api/apiTypes";
import { filterExamples, listTopics, pickVariedExamples } from "./exampleOrder";

const sample = (name: string, task: string, ...topics: ExampleDesign["topics"]) =>
  ({
    name,
    task,
    topics,
    title: name,
    question: "",
    teaches: `About ${name}`,
    description: "",
  }) as unknown as ExampleDesign;
const SAMPLES = [
  sample("cars", "Regression", "regression"),
  sample("bikes", "Regression", "regression", "time"),
  sample("spam", "Text", "text", "classification"),
];

test("every word must be found, and the topic must be its own", () => {
  expect(filterExamples(SAMPLES, "about CARS", null).map(({ name }) => name)).toEqual(["cars"]);
  expect(filterExamples(SAMPLES, "", "time").map(({ name }) => name)).toEqual(["bikes"]);
  expect(filterExamples(SAMPLES, "cars", "time")).toEqual([]);
});

test("topics come once, in their order", () => {
  expect(listTopics(SAMPLES)).toEqual(["regression", "time", "text", "classification"]);
});

test("the home page begins with one of each task", () => {
  expect(pickVariedExamples(SAMPLES).map(({ name }) => name)).toEqual(["cars", "spam", "bikes"]);
});
