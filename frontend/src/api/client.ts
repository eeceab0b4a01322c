/** Requests to our server. Every refusal becomes an error whose message is the server's sentence. */

import { text } from "../messages/en";
import { visiting } from "./door";
import { inTeam, signInAgain, workspaceHeader } from "./team";
import type { Problem, Refusal } from "./types";

/** The server said no, and why. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly problems: Problem[] = [],
    /** Names of new things that others gave away first. */
    readonly taken: string[][] = [],
  ) {
    super(message);
    this.name = "Refused";
  }
}

/** The server could not be reached; the same request may work later. */
export class Unreachable extends Error {
  constructor() {
    super(text.offline.unreachable);
    this.name = "Unreachable";
  }
}

const WRITE_HEADER = { "X-Requested-By": "designery" };

export const get = <Answer>(path: string): Promise<Answer> => request<Answer>("GET", path);
export const post = <Answer>(path: string, body?: unknown): Promise<Answer> => request<Answer>("POST", path, body);
export const patch = <Answer>(path: string, body: unknown): Promise<Answer> => request<Answer>("PATCH", path, body);
export const put = <Answer>(path: string, body: unknown): Promise<Answer> => request<Answer>("PUT", path, body);
export const remove = (path: string): Promise<void> => request<void>("DELETE", path);

function request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const link = path.startsWith("/api/shared/") ? visiting() : null;
  const ask = () => send<Answer>(method, path, body);
  return link ? link.again(ask) : ask();
}

async function send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await respond(method, path, body);
  return response.status === 204 ? (undefined as Answer) : ((await response.json()) as Answer);
}

/** The answer of the server, if it is none that refuses. */
async function respond(method: string, path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...workspaceHeader };
  if (method !== "GET") Object.assign(headers, WRITE_HEADER);
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Unreachable();
  }
  // A proxy in front of a server that is just starting again.
  if ([502, 503, 504].includes(response.status)) throw new Unreachable();
  if (response.status === 401 && inTeam) signInAgain();
  if (!response.ok) throw refusal(response.status, await response.text());
  return response;
}

/** Some of a list: how many there are in all, and where the next page begins. */
export interface Page<Item> {
  items: Item[];
  total: number;
  next: string | null;
}

export async function getPage<Item>(path: string): Promise<Page<Item>> {
  const response = await respond("GET", path);
  const items = (await response.json()) as Item[];
  const total = Number(response.headers.get("X-Total-Count") ?? items.length);
  return { items, total, next: response.headers.get("X-Next") };
}

function refusal(status: number, body: string): Refused {
  try {
    const { detail, problems, taken } = JSON.parse(body) as Refusal;
    if (typeof detail === "string") return new Refused(detail, status, problems, taken);
  } catch {
    // Not ours: a proxy's page, or a crash.
  }
  return new Refused(text.failures.status(status), status);
}

/** Send a file; `onProgress` hears the share that is sent, 0 to 1. XHR, since fetch does not tell. */
export function upload<Answer>(path: string, file: File, onProgress: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries({ ...WRITE_HEADER, ...workspaceHeader }))
      request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Answer);
      else reject(refusal(request.status, request.responseText));
    };
    request.send(file);
  });
}
