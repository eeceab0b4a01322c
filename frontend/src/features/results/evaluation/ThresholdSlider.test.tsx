/** The histogram of scores is a slider: by keys and by presets, within 0 and 1. */

import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import type { TwoClassDetails } from "../../../api/artifactViews";
import { renderApp } from "../../../testing/renderApp";
import { ThresholdSlider } from "./ThresholdSlider";

const DETAILS = {
  positive: "yes",
  negative: "no",
  histogram: { positive: [0, 1, 2, 4], negative: [5, 3, 1, 0] },
} as TwoClassDetails;

function renderSlider(start: number) {
  function Slider() {
    const [threshold, setThreshold] = useState(start);
    const presets = [
      { label: "Best F1", value: 0.42 },
      { label: "0.50", value: 0.5 },
    ];
    return <ThresholdSlider details={DETAILS} threshold={threshold} presets={presets} onChange={setThreshold} />;
  }
  return renderApp(<Slider />);
}

const getValue = async (): Promise<number> => Number((await screen.findByRole("slider")).getAttribute("aria-valuenow"));

test.each([
  ["{ArrowRight}", 0.51],
  ["{ArrowUp}", 0.51],
  ["{ArrowLeft}", 0.49],
  ["{ArrowDown}", 0.49],
  ["{PageUp}", 0.6],
  ["{PageDown}", 0.4],
  ["{Home}", 0],
  ["{End}", 1],
])("%s moves the threshold from 0.5 to %s", async (key, expected) => {
  const { user } = renderSlider(0.5);
  (await screen.findByRole("slider")).focus();
  await user.keyboard(key);
  expect(await getValue()).toBe(expected);
});

test("the threshold stays between 0 and 1", async () => {
  const { user } = renderSlider(0.98);
  (await screen.findByRole("slider")).focus();
  await user.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}");
  expect(await getValue()).toBe(1);
  await user.keyboard("{Home}{ArrowLeft}");
  expect(await getValue()).toBe(0);
});

test("a preset is gone to, and says that one is there", async () => {
  const { user } = renderSlider(0.5);
  const best = screen.getByRole("button", { name: "Best F1" });
  expect(best.getAttribute("aria-pressed")).toBe("false");
  await user.click(best);
  expect(await getValue()).toBe(0.42);
  expect(best.getAttribute("aria-pressed")).toBe("true");
  expect(screen.getByRole("button", { name: "0.50" }).getAttribute("aria-pressed")).toBe("false");
});
