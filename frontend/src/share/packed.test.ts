import { expect, test } from "vitest";
import { pack, unpack } from "./packed";
import { designIn, withDesign } from "./png";

const DESIGN = { format: 2, name: "Größe ✓", nodes: { a: { module: "split_data", parameters: { fraction: 0.7 } } } };

/** The smallest PNG there is: one grey pixel. */
const PIXEL = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);

test("a packed design comes out as it went in, in letters that addresses may hold", async () => {
  const packed = await pack(DESIGN);
  expect(packed).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(await unpack(packed)).toEqual(DESIGN);
});

test.each(["", "AAAA", "not packed at all", "%%%"])("what holds no design is refused: %s", async (text) => {
  await expect(unpack(text)).rejects.toThrow();
});

test("an address that would grow without end is refused", async () => {
  await expect(unpack(await pack(" ".repeat(20 * 2 ** 20)))).rejects.toThrow(RangeError);
});

test("a picture carries a design, and stays the picture that it was", async () => {
  const carrying = await withDesign(PIXEL, DESIGN);
  expect(await designIn(carrying)).toEqual(DESIGN);
  expect([...carrying.slice(0, 33)]).toEqual([...PIXEL.slice(0, 33)]);
  expect([...carrying.slice(-12)]).toEqual([...PIXEL.slice(-12)]);
});

test("a picture without a design has none", async () => {
  expect(await designIn(PIXEL)).toBeNull();
  expect(await designIn(new TextEncoder().encode("no picture"))).toBeNull();
});

test("a chunk that says it is longer than the file is not followed", async () => {
  const broken = PIXEL.slice();
  broken[33] = 0x7f;
  expect(await designIn(broken)).toBeNull();
});
