/** Requests to our server. Every refusal becomes an error whose message is the server's sentence. */

import { text } from "../messages/en";
import { urlOf } from "./base";
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
    /** Of an error of the server itself: the id under which its log has the cause. */
    readonly errorId: string | null = null,
    /** The page that helps. */
    readonly link?: string,
  ) {
    super(message);
    this.name = "Refused";
  }
}

/** The server could not be reached; the same request may work later. */
export class Unreachable extends Error {
  constructor(message: string = text.offline.unreachable) {
    super(message);
    this.name = "Unreachable";
  }
}

const LATER = [502, 503, 504, 507];
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
    response = await fetch(urlOf(path), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
  // A proxy in front of a server that is just starting again, or a server that has too much to do, or no room, and says so.
  if (LATER.includes(response.status)) throw new Unreachable(refusalIn(await response.text())?.detail);
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
  const said = refusalIn(body);
  return said
    ? new Refused(said.detail, status, said.problems, said.taken, said.error, said.link)
    : new Refused(text.failures.status(status), status);
}

/** What our server says; nothing where the answer is not its own: a proxy's page, or a crash. */
function refusalIn(body: string): Refusal | undefined {
  try {
    const said = JSON.parse(body) as Refusal;
    return typeof said.detail === "string" ? said : undefined;
  } catch {
    return undefined;
  }
}

/** Send a file; `onProgress` hears the share that is sent, 0 to 1. XHR, since fetch does not tell. */
export function upload<Answer>(path: string, file: File, onProgress: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", urlOf(path));
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
