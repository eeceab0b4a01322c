import { beforeEach, describe, expect, it } from "vitest";
import type { Step } from "../api/apiTypes";
import { closeRun, receiveRun, useRun } from "./runStore";

const makeStep = (state: Step["state"], outputs: Record<string, unknown>): Step =>
  ({ node: "train", state, attempt: 1, outputs }) as unknown as Step;

const receiveStep = (number: number, step: Step) =>
  receiveRun({ event: "step", data: { number, step } } as unknown as Parameters<typeof receiveRun>[0]);

describe("what a card showed before", () => {
  beforeEach(closeRun);

  it("stays known when a later step gives nothing", () => {
    receiveStep(1, makeStep("succeeded", { trained_model: { artifact: "a" } }));
    receiveStep(2, makeStep("cancelled", {}));
    const { steps, former } = useRun.getState();
    expect(steps.train?.state).toBe("cancelled");
    expect(former.train).toEqual({ trained_model: { artifact: "a" } });
  });

  it("is what the newest step that gave anything gave", () => {
    receiveStep(1, makeStep("succeeded", { trained_model: { artifact: "a" } }));
    receiveStep(2, makeStep("succeeded", { trained_model: { artifact: "b" } }));
    expect(useRun.getState().former.train).toEqual({ trained_model: { artifact: "b" } });
    closeRun();
    expect(useRun.getState().former).toEqual({});
  });
});
