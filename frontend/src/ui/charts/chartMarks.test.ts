import { expect, test } from "vitest";
import { type CurveSeries, findClearestPlace } from "./chartMarks";
import type { PlotScales } from "./Plot";

const scales = {
  x: (value: number) => value * 300,
  y: (value: number) => 300 - value * 300,
  box: { left: 0, top: 0, right: 300, bottom: 300 },
} as unknown as PlotScales;

const curve = (...points: [number, number][]): CurveSeries => ({ name: "Logistic", note: "area 0.8", points });

test("labels stand where no curve runs, also between two far points of it", () => {
  const falling = [curve([0, 1], [1, 0])];
  const [onCurve, free]: [number, number][] = [
    [120, 150],
    [20, 250],
  ];
  expect(findClearestPlace([onCurve!, free!], falling, scales)).toEqual(free);
  expect(findClearestPlace([free!, onCurve!], falling, scales)).toEqual(free);
});

test("of places that are as good the first is taken", () => {
  const flat = [curve([0, 0], [1, 0])];
  expect(
    findClearestPlace(
      [
        [10, 40],
        [200, 40],
      ],
      flat,
      scales,
    ),
  ).toEqual([10, 40]);
});
