/** Server-sent events read by hand, since an EventSource sends no key. */

export interface ServerEvent {
  event: string;
  id: string;
  data: string;
}

/** Read the events of an answer until it ends. What has no name, as a comment, is left out. */
export async function readEventLines(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: ServerEvent) => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => block.match(new RegExp(`^${name}: ?(.*)$`, "m"))?.[1] ?? "";
      if (field("event")) onEvent({ event: field("event"), id: field("id"), data: field("data") });
    }
  }
}
