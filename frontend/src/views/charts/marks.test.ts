import { expect, test } from "vitest";
import { clearest, type Series } from "./marks";
import type { Scales } from "./Plot";

const scales = {
  x: (value: number) => value * 300,
  y: (value: number) => 300 - value * 300,
  box: { left: 0, top: 0, right: 300, bottom: 300 },
} as unknown as Scales;

const curve = (...points: [number, number][]): Series => ({ name: "Logistic", note: "area 0.8", points });

test("labels stand where no curve runs, also between two far points of it", () => {
  const falling = [curve([0, 1], [1, 0])];
  const [onCurve, free]: [number, number][] = [
    [120, 150],
    [20, 250],
  ];
  expect(clearest([onCurve!, free!], falling, scales)).toEqual(free);
  expect(clearest([free!, onCurve!], falling, scales)).toEqual(free);
});

test("of places that are as good the first is taken", () => {
  const flat = [curve([0, 0], [1, 0])];
  expect(
    clearest(
      [
        [10, 40],
        [200, 40],
      ],
      flat,
      scales,
    ),
  ).toEqual([10, 40]);
});
