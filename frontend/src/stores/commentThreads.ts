/** The comments on the open design, and the ways to write, answer, resolve and delete them. */

import { create } from "zustand";
import { toDesignPath } from "../api/accessMode";
import type { Comment, CommentThread } from "../api/apiTypes";
import { deleteResource, getJson, patchJson, postJson, putJson } from "../api/client";
import { notifyFailure } from "../lib/toasts";
import { useUi } from "./uiStore";

/** What a comment is about; the design, where nothing is named. */
export interface CommentTarget {
  node?: string;
  /** `input.NAME` or `output.NAME` of the node. */
  port?: string;
  version?: string;
  /** What that is called now. */
  title: string;
}

interface ThreadsState {
  design: string | null;
  threads: CommentThread[];
  /** What the next comment is about; null for what is selected. */
  about: CommentTarget | null;
  /** The thread that is to be seen, as by a link. */
  wanted: string | null;
}

const NONE: ThreadsState = { design: null, threads: [], about: null, wanted: null };

export const useThreads = create<ThreadsState>(() => NONE);
const { getState, setState } = useThreads;

const LINK = /^#comment-(\w+)$/;

/** Read the comments of a design; a link to one of them opens it. */
export async function openThreads(design: string): Promise<void> {
  setState({ ...NONE, design });
  await readThreads();
  const requestedThread = LINK.exec(location.hash)?.[1] ?? null;
  if (requestedThread !== null) scrollToThread(requestedThread);
}

/** Forget them, unless another design was opened meanwhile. */
export function closeThreads(design: string): void {
  if (getState().design === design) setState(NONE);
}

let readsStarted = 0;

/** Of several at once the one that was asked for last counts. */
export async function readThreads(): Promise<void> {
  const { design } = getState();
  if (design === null) return;
  readsStarted += 1;
  const mine = readsStarted;
  try {
    const threads = await getJson<CommentThread[]>(toDesignPath(design, "threads"));
    if (getState().design === design && mine === readsStarted) setState({ threads });
  } catch {
    // The page says that the server is not there; the comments come with the next event.
  }
}

export const isThreadOpen = (thread: CommentThread): boolean => thread.resolved_at === null;

/** How many open threads there are on a node and its ports. */
export const useOpenThreadsOn = (node: string): number =>
  useThreads(({ threads }) => threads.filter((thread) => thread.node === node && isThreadOpen(thread)).length);

/** Show the comments, and begin one about a thing. */
export function startComment(about: CommentTarget | null): void {
  setState({ about });
  useUi.setState({ bottomTab: "comments" });
}

export function scrollToThread(id: string): void {
  setState({ wanted: id });
  useUi.setState({ bottomTab: "comments" });
}

export const buildThreadLink = (thread: string): string => `${location.origin}${location.pathname}#comment-${thread}`;

const buildThreadUrl = (...rest: string[]): string => toDesignPath(getState().design ?? "", "threads", ...rest);
const buildCommentUrl = (thread: CommentThread, ...rest: string[]): string =>
  buildThreadUrl(thread.id, "comments", ...rest);

export const beginThread = ({ node, port, version, title }: CommentTarget, text: string): Promise<boolean> =>
  runAndRefresh(() => postJson(buildThreadUrl(), { node, port, version, title, text }));

export const replyToThread = (thread: CommentThread, text: string): Promise<boolean> =>
  runAndRefresh(() => postJson(buildCommentUrl(thread), { text }));

export const resolveThread = (thread: CommentThread, resolved: boolean): Promise<boolean> =>
  runAndRefresh(() => putJson(buildThreadUrl(thread.id, "resolution"), { resolved }));

export const editComment = (thread: CommentThread, comment: Comment, text: string): Promise<boolean> =>
  runAndRefresh(() => patchJson(buildCommentUrl(thread, comment.id), { text }));

export const deleteComment = (thread: CommentThread, comment: Comment): Promise<boolean> =>
  runAndRefresh(() => deleteResource(buildCommentUrl(thread, comment.id)));

/** Whether it was done; if not, why not is said, and what was typed is still there. */
async function runAndRefresh(perform: () => Promise<unknown>): Promise<boolean> {
  try {
    await perform();
    await readThreads();
    return true;
  } catch (error) {
    notifyFailure(error);
    return false;
  }
}
