/** A visit to a share link: its token becomes a cookie, or in a frame on another site a key that only this page holds. */

import { urlOf } from "../api/base";
import { post, Refused, Unreachable } from "../api/client";
import type { components } from "../api/schema";
import type { Module, Output, Rows } from "../api/types";
import type { Design } from "../graph/types";
import { sharing } from "../messages/sharing";

const say = sharing.visitor;

type Schemas = components["schemas"];
export type SharedStep = Omit<Schemas["SharedStep"], "outputs"> & { outputs: Record<string, Output> };
export type SharedDesign = Omit<Schemas["SharedDesign"], "document" | "modules" | "steps"> & {
  document: Design;
  modules: Module[];
  steps: SharedStep[];
  /** The visitor's own run whose results are shown, if any. */
  run?: string;
};
/** What a result is read of: a link, or a visitor's run over it. */
export type Seen = Pick<SharedDesign, "id" | "shows" | "run">;
export type SharedRun = Omit<Schemas["SharedRun"], "steps"> & { steps: SharedStep[] };
type StartedRun = SharedRun & Pick<Schemas["StartedSharedRun"], "problems">;
export interface SharedView {
  kind: string;
}
export type SharedArtifact = Omit<Output, "view"> & { view: SharedView | null };

let bearer: string | null = null;
/** What this page came in with: the visit ends while nobody is there, as in a machine that sleeps, and begins again. */
let key: { share: string; token: string; password: string | null } | null = null;
let visits = 0;
let returning: Promise<void> | null = null;

const base = (share: string): string => `/api/shared/${encodeURIComponent(share)}`;

/** Ask, and once more where the visit was over meanwhile. */
export async function again<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const visit = visits;
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
    await comeBack(visit);
    return ask();
  }
}

/** Many may find at once that a visit is over; one of them begins another. */
async function comeBack(from: number): Promise<void> {
  if (!key || from !== visits) return;
  const { share, token, password } = key;
  returning ??= (token ? begin(share, token, password) : lookAgain(share)).finally(() => {
    returning = null;
  });
  await returning;
}

/** The owner looks as visitors do, without the token, which nobody keeps. */
async function lookAgain(share: string): Promise<void> {
  try {
    await post(`/api/shares/${encodeURIComponent(share)}/preview`);
  } catch (error) {
    throw error instanceof Refused && error.status !== 410 ? new Refused(say.noKey, 410) : error;
  }
  visits += 1;
}

const ask = (method: string, path: string, body?: Blob | object): Promise<Response> =>
  again(() => send(method, path, body));

async function send(method: string, path: string, body?: Blob | object): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-Requested-By"] = "designery";
  const raw = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  let response: Response;
  try {
    response = await fetch(urlOf(path), { method, headers, body: raw ? body : body && JSON.stringify(body) });
  } catch {
    throw new Unreachable();
  }
  if (response.ok) return response;
  const told = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Refused(told.detail ?? `${response.status}`, response.status);
}

/** Whether another site shows the page in a frame. */
export const framed = (): boolean => window.parent !== window;

const NAME = "designery:visitor-name";

/** What a visitor wants to be called: kept in this browser, for all links. */
export function nameHere(): string {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

export async function callMe(share: string, name: string): Promise<void> {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // No storage in private mode: the name is good for this visit.
  }
  await ask("PUT", `${base(share)}/name`, { name });
}

/** Without the token an earlier visit of this browser may still hold. */
export function beginWithout(share: string): void {
  key = { share, token: "", password: null };
}

/** Exchange the token behind # for a visit. */
export async function begin(share: string, token: string, password: string | null): Promise<void> {
  const answer = await send("POST", `${base(share)}/visit`, { token, password, framed: framed(), name: nameHere() });
  bearer = ((await answer.json()) as { bearer: string | null }).bearer;
  key = { share, token, password };
  visits += 1;
}

async function read<Answer>(share: string, path: string): Promise<Answer> {
  return (await (await ask("GET", base(share) + path)).json()) as Answer;
}

export const readDesign = (share: string): Promise<SharedDesign> => read(share, "");
const within = ({ run }: Seen): string => (run ? `/runs/${run}` : "");
export const readArtifact = (design: Seen, id: string): Promise<SharedArtifact> =>
  read(design.id, `${within(design)}/artifacts/${id}`);
export const readRows = (design: Seen, id: string): Promise<Rows> =>
  read(design.id, `${within(design)}/artifacts/${id}/rows?limit=1000`);
export const readDocument = (share: string): Promise<Design> => read(share, "/download");
export const makeCopy = async (share: string): Promise<string> =>
  ((await (await ask("POST", `${base(share)}/copy`)).json()) as { id: string }).id;

/** Run the design with a table in place of the data of one of its nodes. */
export async function startRun(share: string, node: string, file: File): Promise<StartedRun> {
  const query = new URLSearchParams({ node, file_name: file.name });
  return (await (await ask("POST", `${base(share)}/runs?${query}`, file)).json()) as StartedRun;
}
export const readRun = (share: string, run: string): Promise<SharedRun> => read(share, `/runs/${run}`);
export const cancelRun = (share: string, run: string): Promise<unknown> =>
  ask("POST", `${base(share)}/runs/${run}/cancel`);

export interface Hearing {
  onEnded: (sentence: string) => void;
  onChanged: () => void;
  /** The line was lost and is there again: what was said meanwhile was not heard. */
  onReturned: () => void;
}

const AGAIN = 2_000;

/** Hear when the link ends or shows something newer. Read by hand, since an EventSource sends no key. */
export function follow(share: string, hearing: Hearing): () => void {
  const stop = new AbortController();
  let lost = false;
  const later = () => {
    lost = true;
    setTimeout(() => !stop.signal.aborted && void hear(), AGAIN);
  };
  const hear = async () => {
    const visit = visits;
    try {
      const headers: HeadersInit = bearer ? { Authorization: `Bearer ${bearer}` } : {};
      const response = await fetch(urlOf(`${base(share)}/events`), { headers, signal: stop.signal });
      if (response.status === 410) return hearing.onEnded(((await response.json()) as { detail: string }).detail);
      if (response.status === 404) await comeBack(visit);
      else if (response.ok && response.body) {
        if (lost) hearing.onReturned();
        await lines(response.body, hearing);
      } else if (response.status < 500) return;
      later();
    } catch (error) {
      if (!(error instanceof Refused)) later();
      else if (error.status === 410) hearing.onEnded(error.message);
    }
  };
  void hear();
  return () => stop.abort();
}

async function lines(body: ReadableStream<Uint8Array>, hearing: Hearing): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split(/\r?\n\r?\n/);
    text = events.pop() ?? "";
    for (const event of events) tell(event, hearing);
  }
}

function tell(event: string, { onEnded, onChanged }: Hearing): void {
  const field = (name: string) => event.match(new RegExp(`^${name}: ?(.*)$`, "m"))?.[1] ?? "";
  if (field("event") === "changed") onChanged();
  if (field("event") === "ended") onEnded((JSON.parse(field("data")) as { detail: string }).detail);
}
