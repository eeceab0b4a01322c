/** A whole design in the fragment of an address: compressed, in letters that addresses may hold. */

/** Longer addresses are cut by some chats and mail programs. */
export const LONGEST_URL = 30_000;
/** What comes out of an address is a design and no bomb. */
const LARGEST = 8 * 2 ** 20;

export async function encodeDesign(design: unknown): Promise<string> {
  const packed = await pipeBytes(
    new TextEncoder().encode(JSON.stringify(design)),
    new CompressionStream("deflate-raw"),
  );
  return encodeBase64Url(packed);
}

/** The value in an address; throws where there is none. */
export async function decodeDesign(text: string): Promise<unknown> {
  const bytes = await pipeBytes(decodeBase64Url(text), new DecompressionStream("deflate-raw"));
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

export async function pipeBytes(
  bytes: Uint8Array<ArrayBuffer>,
  change: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(change).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LARGEST) throw new RangeError("larger than a design may be");
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function encodeBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
