import { expect, test } from "vitest";
import type { Deployment, Endpoint } from "../../api/endpoints";
import { findModelUses } from "./modelUses";

const deploy = (version: number | null, rest: Partial<Deployment>) =>
  ({
    source: { model_id: version === null ? null : "m", version },
    state: "ready",
    share: 0,
    shadow: false,
    ...rest,
  }) as Deployment;

test("only what answers, or is compared, uses a model", () => {
  const deployments = [
    deploy(4, { share: 90 }),
    deploy(3, { shadow: true }),
    deploy(2, {}),
    deploy(1, { share: 10, state: "failed" }),
    deploy(null, { share: 10 }),
  ];
  const endpoints = [{ name: "price", deployments }] as Endpoint[];
  expect(findModelUses(endpoints, "m")).toEqual([
    { endpoint: "price", version: 4, share: 90, shadow: false },
    { endpoint: "price", version: 3, share: 0, shadow: true },
  ]);
  expect(findModelUses(endpoints, "other")).toEqual([]);
});
