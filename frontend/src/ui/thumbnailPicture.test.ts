/** Small pictures of cards, held to those that the server draws for reports and pictures of designs. */

import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import cases from "../../../tests/server/report/thumbnail_cases.json";
import drawn from "../../../tests/server/report/thumbnail_shapes.json";
import type { Thumbnail } from "../api/apiTypes";
import { renderThumbnail } from "./ThumbnailPicture";

const GEOMETRY = /(?<=\s)(?:d|x|y|width|height|rx|href|fill-opacity)="([^"]*)"/g;

/** What places a shape: its letters, and its numbers apart, since one side rounds to tenths. */
function split(markup: string): [string, number[]] {
  const whole = [...markup.matchAll(GEOMETRY)]
    .map(([found]) => found)
    .join("")
    .replace(/""|"?d="/g, "");
  const numbers = [...whole.matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(([number]) => Number(number));
  return [whole.replace(/-?(?:\d+\.?\d*|\.\d+)|[\s"]/g, ""), numbers];
}

test.each(cases.map((glance, at) => ({ glance, at, kind: glance.kind })))(
  "the server draws the same: $kind $at",
  (one) => {
    const [letters, numbers] = split(renderToStaticMarkup(renderThumbnail(one.glance as unknown as Thumbnail)));
    const [theirs, expected] = split(drawn[one.at]!);
    expect(letters).toBe(theirs);
    expect(numbers).toHaveLength(expected.length);
    for (const [at, number] of numbers.entries()) expect(Math.abs(number - expected[at]!)).toBeLessThan(0.06);
  },
);
