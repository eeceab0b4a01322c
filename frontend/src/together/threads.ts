/** The comments on the open design, and the ways to write, answer, resolve and delete them. */

import { create } from "zustand";
import { get, patch, post, put, remove } from "../api/client";
import { addressOf } from "../api/door";
import type { Comment, Thread } from "../api/types";
import { notifyFailure } from "../notify";
import { useUi } from "../stores/ui";

/** What a comment is about; the design, where nothing is named. */
export interface About {
  node?: string;
  /** `input.NAME` or `output.NAME` of the node. */
  port?: string;
  version?: string;
  /** What that is called now. */
  title: string;
}

interface Threads {
  design: string | null;
  threads: Thread[];
  /** What the next comment is about; null for what is selected. */
  about: About | null;
  /** The thread that is to be seen, as by a link. */
  wanted: string | null;
}

const NONE: Threads = { design: null, threads: [], about: null, wanted: null };

export const useThreads = create<Threads>(() => NONE);
const { getState, setState } = useThreads;

const LINK = /^#comment-(\w+)$/;

/** Read the comments of a design; a link to one of them opens it. */
export async function openThreads(design: string): Promise<void> {
  setState({ ...NONE, design });
  await readThreads();
  const wanted = LINK.exec(location.hash)?.[1] ?? null;
  if (wanted !== null) showThread(wanted);
}

/** Forget them, unless another design was opened meanwhile. */
export function closeThreads(design: string): void {
  if (getState().design === design) setState(NONE);
}

let reads = 0;

/** Of several at once the one that was asked for last counts. */
export async function readThreads(): Promise<void> {
  const { design } = getState();
  if (design === null) return;
  reads += 1;
  const mine = reads;
  try {
    const threads = await get<Thread[]>(addressOf(design, "comments"));
    if (getState().design === design && mine === reads) setState({ threads });
  } catch {
    // The page says that the server is not there; the comments come with the next event.
  }
}

export const isOpen = (thread: Thread): boolean => thread.resolved_at === null;

/** How many open threads there are on a node and its ports. */
export const useOpenOn = (node: string): number =>
  useThreads(({ threads }) => threads.filter((thread) => thread.node === node && isOpen(thread)).length);

/** Show the comments, and begin one about a thing. */
export function commentOn(about: About | null): void {
  setState({ about });
  useUi.setState({ bottom: "comments" });
}

export function showThread(id: string): void {
  setState({ wanted: id });
  useUi.setState({ bottom: "comments" });
}

export const linkTo = (thread: string): string => `${location.origin}${location.pathname}#comment-${thread}`;

const path = (...rest: string[]): string => addressOf(getState().design ?? "", "comments", ...rest);

export const beginThread = ({ node, port, version, title }: About, text: string): Promise<boolean> =>
  done(() => post(path(), { node, port, version, title, text }));

export const reply = (thread: Thread, text: string): Promise<boolean> => done(() => post(path(thread.id), { text }));

export const resolve = (thread: Thread, resolved: boolean): Promise<boolean> =>
  done(() => put(path(thread.id, "resolution"), { resolved }));

export const rewrite = (thread: Thread, comment: Comment, text: string): Promise<boolean> =>
  done(() => patch(path(thread.id, comment.id), { text }));

export const withdraw = (thread: Thread, comment: Comment): Promise<boolean> =>
  done(() => remove(path(thread.id, comment.id)));

/** Whether it was done; if not, why not is said, and what was typed is still there. */
async function done(perform: () => Promise<unknown>): Promise<boolean> {
  try {
    await perform();
    await readThreads();
    return true;
  } catch (error) {
    notifyFailure(error);
    return false;
  }
}
