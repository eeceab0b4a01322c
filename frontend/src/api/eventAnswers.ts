/** Answers that come bit by bit. */

import { fetchResponse } from "./client";

/** The answer of a request as the events that it consists of, each as soon as it comes. */
export async function* postForEvents<Data>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<Data> {
  const response = await fetchResponse("POST", path, body, signal);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("data:")) yield JSON.parse(line.slice("data:".length)) as Data;
  }
}
