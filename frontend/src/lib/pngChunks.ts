/** A PNG with a design inside: an iTXt chunk after the header (PNG specification, 11.3.4.5), deflated. */

import { pipeBytes } from "../api/designUrlCodec";

type Bytes = Uint8Array<ArrayBuffer>;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The signature, and the header chunk, which always comes first. */
const HEADER_END = 8 + 25;
const KEYWORD = "designery";

export async function embedDesign(png: Bytes, design: unknown): Promise<Bytes> {
  const text = await pipeBytes(new TextEncoder().encode(JSON.stringify(design)), new CompressionStream("deflate"));
  // Keyword, end of it, compressed, by deflate, no language, no translated keyword.
  const head = new TextEncoder().encode(`${KEYWORD}\0\u0001\0\0\0`);
  return concatBytes([
    png.slice(0, HEADER_END),
    buildPngChunk("iTXt", concatBytes([head, text])),
    png.slice(HEADER_END),
  ]);
}

/** The design inside a picture; null where there is none. */
export async function extractDesign(png: Bytes): Promise<unknown> {
  if (!SIGNATURE.every((byte, at) => png[at] === byte)) return null;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let at = SIGNATURE.length;
  while (at + 12 <= png.length) {
    const length = view.getUint32(at);
    if (at + 12 + length > png.length) return null;
    const kind = String.fromCharCode(...png.slice(at + 4, at + 8));
    const body = png.slice(at + 8, at + 8 + length);
    if (kind === "iTXt" && startsWithKeyword(body)) return decodeTextChunk(body);
    at += 12 + length;
  }
  return null;
}

const startsWithKeyword = (body: Bytes): boolean =>
  new TextDecoder("latin1").decode(body.slice(0, KEYWORD.length + 1)) === `${KEYWORD}\0`;

async function decodeTextChunk(body: Bytes): Promise<unknown> {
  const text = body.slice(KEYWORD.length + 5);
  const plain = body[KEYWORD.length + 1] === 1 ? await pipeBytes(text, new DecompressionStream("deflate")) : text;
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
}

function buildPngChunk(kind: string, body: Bytes): Bytes {
  const named = concatBytes([new TextEncoder().encode(kind), body]);
  const ends = new DataView(new ArrayBuffer(8));
  ends.setUint32(0, body.length);
  ends.setUint32(4, computeCrc32(named));
  const bytes = new Uint8Array(ends.buffer);
  return concatBytes([bytes.slice(0, 4), named, bytes.slice(4)]);
}

function concatBytes(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** CRC-32 of the PNG specification, annex D. */
function computeCrc32(bytes: Bytes): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
