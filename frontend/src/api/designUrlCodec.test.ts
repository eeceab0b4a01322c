import { expect, test } from "vitest";
import { embedDesign, extractDesign } from "../lib/pngChunks";
import { decodeDesign, encodeDesign } from "./designUrlCodec";

const DESIGN = { format: 2, name: "Größe ✓", nodes: { a: { module: "split_data", parameters: { fraction: 0.7 } } } };

/** The smallest PNG there is: one gray pixel. */
const PIXEL = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);

test("a packed design comes out as it went in, in letters that addresses may hold", async () => {
  const packed = await encodeDesign(DESIGN);
  expect(packed).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(await decodeDesign(packed)).toEqual(DESIGN);
});

test.each(["", "AAAA", "not packed at all", "%%%"])("what holds no design is refused: %s", async (text) => {
  await expect(decodeDesign(text)).rejects.toThrow();
});

test("an address that would grow without end is refused", async () => {
  await expect(decodeDesign(await encodeDesign(" ".repeat(20 * 2 ** 20)))).rejects.toThrow(RangeError);
});

test("a picture carries a design, and stays the picture that it was", async () => {
  const carrying = await embedDesign(PIXEL, DESIGN);
  expect(await extractDesign(carrying)).toEqual(DESIGN);
  expect([...carrying.slice(0, 33)]).toEqual([...PIXEL.slice(0, 33)]);
  expect([...carrying.slice(-12)]).toEqual([...PIXEL.slice(-12)]);
});

test("a picture without a design has none", async () => {
  expect(await extractDesign(PIXEL)).toBeNull();
  expect(await extractDesign(new TextEncoder().encode("no picture"))).toBeNull();
});

test("a chunk that says it is longer than the file is not followed", async () => {
  const broken = PIXEL.slice();
  broken[33] = 0x7f;
  expect(await extractDesign(broken)).toBeNull();
});
