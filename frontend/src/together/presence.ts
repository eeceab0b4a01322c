/** Tells others where one is on the canvas, hears where they are, and follows one of them. */

import { post } from "../api/client";
import { addressOf } from "../api/door";
import type { Event, Visitor } from "../api/types";
import { hasStage, inView, showSight, watchStage } from "../canvas/stage";
import { useUi } from "../stores/ui";
import { NOBODY, useHere } from "./here";

/** At most twenty words a second. */
const PAUSE = 50;
/** Even in silence one says now and then that one is still here. */
const HEARTBEAT = 20_000;

const { getState, setState } = useHere;

/** Begin to tell of this tab and to hear of others; what is returned ends it. */
export function startPresence(design: string, client: string): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let sending = false;
  let wanted = false;
  let pointed = false;

  const send = async () => {
    timer = null;
    sending = true;
    wanted = false;
    // Whoever cannot be told will be told by the next word.
    await post(addressOf(design, "presence"), { client, ...present(pointed) }).catch(() => {});
    sending = false;
    if (wanted) touch();
  };
  const touch = () => {
    wanted = true;
    if (getState().others.length > 0 && timer === null && !sending) timer = setTimeout(() => void send(), PAUSE);
  };
  const point = (event: PointerEvent) => {
    pointed = event.target instanceof Element && event.target.closest(".canvas") !== null;
    touch();
  };
  const stopFollowing = (event: KeyboardEvent) => {
    if (event.key === "Escape") follow(null);
  };
  const leaving = [
    useUi.subscribe((now, before) => {
      if (now.selection !== before.selection || now.opened !== before.opened) touch();
    }),
    useHere.subscribe(({ others }, before) => {
      if (others.length !== before.others.length) touch();
    }),
    watchStage((byHand) => {
      if (byHand) follow(null);
      touch();
    }),
  ];
  const heartbeat = setInterval(() => void send(), HEARTBEAT);
  addEventListener("pointermove", point);
  addEventListener("keydown", stopFollowing);
  document.addEventListener("visibilitychange", touch);
  return () => {
    for (const leave of leaving) leave();
    clearInterval(heartbeat);
    if (timer !== null) clearTimeout(timer);
    removeEventListener("pointermove", point);
    removeEventListener("keydown", stopFollowing);
    document.removeEventListener("visibilitychange", touch);
    setState(NOBODY);
  };
}

function present(pointed: boolean): Visitor["at"] {
  const { pointer, selection, opened } = useUi.getState();
  const away = document.visibilityState === "hidden";
  return {
    pointer: pointed && !away && hasStage() ? pointer : null,
    selection: selection.slice(0, 500),
    sight: inView(),
    group: opened,
    away,
  };
}

/** A word of the server about who is here, or where somebody is. */
export function hearOfOthers(event: Extract<Event, { event: "presence" | "at" }>, client: string): void {
  if (event.event === "presence") {
    const { here } = event.data;
    const others = here.filter((visitor) => visitor.client !== client);
    const own = here.find((visitor) => visitor.client === client) ?? null;
    setState({ others, own });
    if (!others.some((visitor) => visitor.client === getState().following)) follow(null);
    return;
  }
  const { client: whose, at } = event.data;
  setState(({ others }) => ({ others: others.map((one) => (one.client === whose ? { ...one, at } : one)) }));
  if (whose === getState().following) see(at);
}

/** Show what somebody sees, until one moves oneself. */
export function follow(client: string | null): void {
  if (client !== getState().following) setState({ following: client });
  const visitor = getState().others.find((one) => one.client === client);
  if (visitor) see(visitor.at);
}

function see({ sight, group }: Visitor["at"]): void {
  if (group !== undefined && group !== useUi.getState().opened) useUi.setState({ opened: group });
  if (sight) showSight(sight);
}
