/** Requests to our server. Every refusal becomes an error whose message is the server's sentence. */

import { appTexts } from "../messages/appTexts";
import { getGuestAccess } from "./accessMode";
import type { ErrorBody } from "./apiTypes";
import { toUrl } from "./basePath";
import { hasAccounts, redirectToLogin, workspaceHeader } from "./currentWorkspace";
import { fetchFromServer, getEmbed, getKeyHeader } from "./embedding";

/** The server said no, and why. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly problems: NonNullable<ErrorBody["problems"]> = [],
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
export class UnreachableError extends Error {
  constructor(message: string = appTexts.offline.unreachable) {
    super(message);
    this.name = "Unreachable";
  }
}

const RETRY_STATUSES = [502, 503, 504, 507];
const WRITE_HEADER = { "X-Requested-By": "designery" };

export const getJson = <Answer>(path: string): Promise<Answer> => requestJson<Answer>("GET", path);
export const postJson = <Answer>(path: string, body?: unknown): Promise<Answer> =>
  requestJson<Answer>("POST", path, body);
/** A file that the server makes for a request. */
export const postForFile = async (path: string, body: unknown): Promise<Blob> =>
  (await fetchResponse("POST", path, body)).blob();
export const patchJson = <Answer>(path: string, body: unknown): Promise<Answer> =>
  requestJson<Answer>("PATCH", path, body);
export const putJson = <Answer>(path: string, body: unknown): Promise<Answer> => requestJson<Answer>("PUT", path, body);
export const deleteResource = (path: string): Promise<void> => requestJson<void>("DELETE", path);

function requestJson<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const link = path.startsWith("/api/shared/") ? getGuestAccess() : null;
  const ask = () => sendRequest<Answer>(method, path, body);
  return link ? link.retryAfterVisit(ask) : ask();
}

async function sendRequest<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetchResponse(method, path, body);
  return response.status === 204 ? (undefined as Answer) : ((await response.json()) as Answer);
}

/** The answer of the server, if it is none that refuses. */
export async function fetchResponse(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...workspaceHeader };
  if (method !== "GET") Object.assign(headers, WRITE_HEADER);
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetchFromServer(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch {
    throw new UnreachableError();
  }
  // A proxy in front of a server that is just starting again, or a server that has too much to do, or no room, and says so.
  if (RETRY_STATUSES.includes(response.status))
    throw new UnreachableError(parseErrorBody(await response.text())?.detail);
  if (response.status === 401) {
    // The page around an embedded canvas may have another key for it.
    getEmbed()?.notify({ kind: "ended" });
    if (hasAccounts) redirectToLogin();
  }
  if (!response.ok) throw toApiError(response.status, await response.text());
  return response;
}

/** Some of a list: how many there are in all, and where the next page begins. */
export interface ResultPage<Item> {
  items: Item[];
  total: number;
  next: string | null;
}

export async function fetchPage<Item>(path: string): Promise<ResultPage<Item>> {
  const response = await fetchResponse("GET", path);
  const items = (await response.json()) as Item[];
  const total = Number(response.headers.get("X-Total-Count") ?? items.length);
  return { items, total, next: response.headers.get("X-Next") };
}

function toApiError(status: number, body: string): ApiError {
  const said = parseErrorBody(body);
  return said
    ? new ApiError(said.detail, status, said.problems, said.taken, said.error, said.link)
    : new ApiError(appTexts.failures.status(status), status);
}

/** What our server says; nothing where the answer is not its own: a proxy's page, or a crash. */
function parseErrorBody(body: string): ErrorBody | undefined {
  try {
    const said = JSON.parse(body) as ErrorBody;
    return typeof said.detail === "string" ? said : undefined;
  } catch {
    return undefined;
  }
}

/** Send a file; `onProgress` hears the share that is sent, 0 to 1. XHR, since fetch does not tell. */
export function uploadFile<Answer>(path: string, file: File, onProgress: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", toUrl(path));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries({ ...WRITE_HEADER, ...workspaceHeader, ...getKeyHeader() }))
      request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new UnreachableError());
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Answer);
      else reject(toApiError(request.status, request.responseText));
    };
    request.send(file);
  });
}
