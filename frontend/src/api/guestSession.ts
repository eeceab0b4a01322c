/** A visit to a share link: its token becomes a cookie, or in a frame on another site a key that only this page holds. */

import { sharingTexts } from "../messages/sharingTexts";
import type { ErrorBody, Module, Output, RowWindow, SharedDesignEvent } from "./apiTypes";
import { toUrl } from "./basePath";
import { ApiError, postJson, UnreachableError } from "./client";
import type { Design } from "./designDocument";
import { readEventLines, type ServerEvent } from "./eventLines";
import type { components } from "./schema";

const texts = sharingTexts.visitor;

type Schemas = components["schemas"];
export type SharedStep = Omit<Schemas["SharedStepRead"], "outputs"> & { outputs: Record<string, Output> };
export type SharedDesign = Omit<Schemas["SharedDesignRead"], "document" | "modules" | "steps"> & {
  document: Design;
  modules: Module[];
  steps: SharedStep[];
  /** The visitor's own run whose results are shown, if any. */
  run?: string;
};
/** What a result is read of: a link, or a visitor's run over it. */
export type GuestRead = Pick<SharedDesign, "id" | "shows" | "run">;
export type SharedRun = Omit<Schemas["GuestRunRead"], "steps"> & { steps: SharedStep[] };
type StartedGuestRun = SharedRun & Pick<Schemas["StartedGuestRun"], "problems">;
export type SharedArtifact = Schemas["SharedArtifactRead"];

let guestToken: string | null = null;
/** What this page came in with: the visit ends while nobody is there, as in a machine that sleeps, and begins again. */
let entryPassword: { share: string; token: string; password: string | null } | null = null;
let openVisits = 0;
let renewal: Promise<void> | null = null;

const getShareUrl = (share: string): string => `/api/shared/${encodeURIComponent(share)}`;

/** Ask, and once more where the visit was over meanwhile. */
export async function retryAfterRenewal<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const visit = openVisits;
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    await renewGuestSession(visit);
    return ask();
  }
}

/** Many may find at once that a visit is over; one of them begins another. */
async function renewGuestSession(from: number): Promise<void> {
  if (!entryPassword || from !== openVisits) return;
  const { share, token, password } = entryPassword;
  renewal ??= (token ? beginGuestSession(share, token, password) : beginOwnerPreview(share)).finally(() => {
    renewal = null;
  });
  await renewal;
}

/** The owner looks as visitors do, without the token, which nobody keeps. */
async function beginOwnerPreview(share: string): Promise<void> {
  try {
    await postJson(`/api/shares/${encodeURIComponent(share)}/guest-session`);
  } catch (error) {
    throw error instanceof ApiError && error.status !== 410 ? new ApiError(texts.noKey, 410) : error;
  }
  openVisits += 1;
}

const requestAsGuest = (method: string, path: string, body?: Blob | object): Promise<Response> =>
  retryAfterRenewal(() => sendAsGuest(method, path, body));

async function sendAsGuest(method: string, path: string, body?: Blob | object): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-Requested-By"] = "designery";
  const raw = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  if (guestToken) headers.Authorization = `Bearer ${guestToken}`;
  let response: Response;
  try {
    response = await fetch(toUrl(path), { method, headers, body: raw ? body : body && JSON.stringify(body) });
  } catch {
    throw new UnreachableError();
  }
  if (response.ok) return response;
  const errorBody = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
  throw new ApiError(errorBody.detail ?? `${response.status}`, response.status);
}

/** Whether another site shows the page in a frame. */
export const isFramed = (): boolean => window.parent !== window;

const NAME = "designery:visitor-name";

/** What a visitor wants to be called: kept in this browser, for all links. */
export function readGuestName(): string {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

export async function saveGuestName(share: string, name: string): Promise<void> {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // No storage in private mode: the name is good for this visit.
  }
  await requestAsGuest("PUT", `${getShareUrl(share)}/guest-session/name`, { name });
}

/** Without the token an earlier visit of this browser may still hold. */
export function beginGuestSessionWithoutToken(share: string): void {
  entryPassword = { share, token: "", password: null };
}

/** Exchange the token behind # for a visit. */
export async function beginGuestSession(share: string, token: string, password: string | null): Promise<void> {
  const answer = await sendAsGuest("POST", `${getShareUrl(share)}/guest-session`, {
    token,
    password,
    framed: isFramed(),
    name: readGuestName(),
  });
  guestToken = ((await answer.json()) as { bearer: string | null }).bearer;
  entryPassword = { share, token, password };
  openVisits += 1;
}

async function readShared<Answer>(share: string, path: string): Promise<Answer> {
  return (await (await requestAsGuest("GET", getShareUrl(share) + path)).json()) as Answer;
}

export const readSharedDesign = (share: string): Promise<SharedDesign> => readShared(share, "");
const getRunPath = ({ run }: GuestRead): string => (run ? `/runs/${run}` : "");
export const readSharedArtifact = (design: GuestRead, id: string): Promise<SharedArtifact> =>
  readShared(design.id, `${getRunPath(design)}/artifacts/${id}`);
export const readSharedRows = (design: GuestRead, id: string): Promise<RowWindow> =>
  readShared(design.id, `${getRunPath(design)}/artifacts/${id}/rows?limit=1000`);
export const readSharedDocument = (share: string): Promise<Design> => readShared(share, "/download");
export const copySharedDesign = async (share: string): Promise<string> =>
  ((await (await requestAsGuest("POST", `${getShareUrl(share)}/copy`)).json()) as { id: string }).id;

/** Run the design with a table in place of the data of one of its nodes. */
export async function startGuestRun(share: string, node: string, file: File): Promise<StartedGuestRun> {
  const query = new URLSearchParams({ node, file_name: file.name });
  return (await (await requestAsGuest("POST", `${getShareUrl(share)}/runs?${query}`, file)).json()) as StartedGuestRun;
}
export const readGuestRun = (share: string, run: string): Promise<SharedRun> => readShared(share, `/runs/${run}`);
export const cancelGuestRun = (share: string, run: string): Promise<unknown> =>
  requestAsGuest("POST", `${getShareUrl(share)}/runs/${run}/cancel`);

export interface ShareListeners {
  onEnded: (sentence: string) => void;
  onChanged: () => void;
  /** The line was lost and is there again: what was said meanwhile was not heard. */
  onReturned: () => void;
}

const AGAIN = 2_000;

/** Hear when the link ends or shows something newer. Read by hand, since an EventSource sends no key. */
export function followShare(share: string, hearing: ShareListeners): () => void {
  const stop = new AbortController();
  let lost = false;
  const later = () => {
    lost = true;
    setTimeout(() => !stop.signal.aborted && void connect(), AGAIN);
  };
  const connect = async () => {
    const visit = openVisits;
    try {
      const headers: HeadersInit = guestToken ? { Authorization: `Bearer ${guestToken}` } : {};
      const response = await fetch(toUrl(`${getShareUrl(share)}/events`), { headers, signal: stop.signal });
      if (response.status === 410) return hearing.onEnded(((await response.json()) as ErrorBody).detail);
      if (response.status === 404) await renewGuestSession(visit);
      else if (response.ok && response.body) {
        if (lost) hearing.onReturned();
        await readEventLines(response.body, (event) => dispatchShareEvent(event, hearing));
      } else if (response.status < 500) return;
      later();
    } catch (error) {
      if (!(error instanceof ApiError)) later();
      else if (error.status === 410) hearing.onEnded(error.message);
    }
  };
  void connect();
  return () => stop.abort();
}

function dispatchShareEvent({ event, data }: ServerEvent, { onEnded, onChanged }: ShareListeners): void {
  const told = { event, data: JSON.parse(data) } as SharedDesignEvent;
  if (told.event === "changed") onChanged();
  if (told.event === "ended") onEnded(told.data.detail);
}
