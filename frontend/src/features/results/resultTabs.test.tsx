import { expect, test } from "vitest";
import type { ArtifactView } from "../../api/artifactViews";
import { listResultViews } from "./resultTabs";

const EVALUATION = { kind: "evaluation", task: "regression", models: [] } as unknown as ArtifactView;

test("an evaluation shows what its model relies on where its model was connected", () => {
  expect(listResultViews(EVALUATION)).toEqual(["charts", "numbers"]);
  const explained = { ...EVALUATION, explanation: {}, comparison: {} } as unknown as ArtifactView;
  expect(listResultViews(explained)).toEqual(["charts", "why", "features", "numbers"]);
});
