import { expect, test } from "vitest";
import { type DescribedRun, writeCommand, writeRequest } from "./commandLines";

const RUN: DescribedRun = {
  commandName: "retrain-nightly",
  pipelineId: "abc",
  version: 6,
  isDefaultVersion: true,
  values: { trees: 300, label: "the $price" },
  choices: { data: { dataset: "d1", version: 3 } },
  names: { d1: "Bike share, daily" },
};

test("the command says what differs, quoted for a shell", () => {
  expect(writeCommand(RUN)).toBe(
    [
      "designery pipeline run retrain-nightly",
      "--set trees=300",
      '--set label="the \\$price"',
      '--input data="Bike share, daily@3"',
    ].join(" \\\n  "),
  );
  expect(writeCommand({ ...RUN, values: {}, choices: {}, isDefaultVersion: false })).toBe(
    "designery pipeline run retrain-nightly \\\n  --version 6",
  );
});

test("the request has the same as JSON", () => {
  const request = writeRequest({ ...RUN, values: { label: "it's" } }, "https://host/designery");
  expect(request).toContain("curl https://host/designery/api/pipelines/abc/runs");
  expect(request).toContain(`{"parameters":{"label":"it'\\''s"},"inputs":{"data":{"dataset":"d1","version":3}}}`);
});
