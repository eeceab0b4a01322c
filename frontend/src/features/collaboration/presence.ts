/** Tells others where one is on the canvas, hears where they are, and follows one of them. */

import { toDesignPath } from "../../api/accessMode";
import type { DesignEvent, Participant } from "../../api/apiTypes";
import { postJson } from "../../api/client";
import { fitRect, getVisibleRect, hasCanvas, subscribeToView } from "../../canvas/viewport";
import { NOBODY, usePresence } from "../../stores/presenceStore";
import { useUi } from "../../stores/uiStore";

/** At most twenty words a second. */
const PAUSE = 50;
/** Even in silence one says now and then that one is still here. */
const HEARTBEAT = 20_000;

const { getState, setState } = usePresence;

/** Begin to tell of this tab and to hear of others; what is returned ends it. */
export function startPresence(design: string, client: string): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let sending = false;
  let isPending = false;
  let pointed = false;

  const send = async () => {
    timer = null;
    sending = true;
    isPending = false;
    // Whoever cannot be told will be told by the next word.
    await postJson(toDesignPath(design, "presence"), { client, ...sendPresence(pointed) }).catch(() => {});
    sending = false;
    if (isPending) touch();
  };
  const touch = () => {
    isPending = true;
    if (getState().others.length > 0 && timer === null && !sending) timer = setTimeout(() => void send(), PAUSE);
  };
  const point = (event: PointerEvent) => {
    pointed = event.target instanceof Element && event.target.closest(".canvas") !== null;
    touch();
  };
  const stopFollowing = (event: KeyboardEvent) => {
    if (event.key === "Escape") followVisitor(null);
  };
  const leaving = [
    useUi.subscribe((now, before) => {
      if (now.selection !== before.selection || now.openedGroup !== before.openedGroup) touch();
    }),
    usePresence.subscribe(({ others }, before) => {
      if (others.length !== before.others.length) touch();
    }),
    subscribeToView((byHand) => {
      if (byHand) followVisitor(null);
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

function sendPresence(pointed: boolean): Participant["at"] {
  const { pointer, selection, openedGroup } = useUi.getState();
  const away = document.visibilityState === "hidden";
  return {
    pointer: pointed && !away && hasCanvas() ? pointer : null,
    selection: selection.slice(0, 500),
    sight: getVisibleRect(),
    group: openedGroup,
    away,
  };
}

/** A word of the server about who is here, or where somebody is. */
export function receivePresence(event: Extract<DesignEvent, { event: "presence" | "at" }>, client: string): void {
  if (event.event === "presence") {
    const { here } = event.data;
    const others = here.filter((visitor) => visitor.client !== client);
    const own = here.find((visitor) => visitor.client === client) ?? null;
    setState({ others, own });
    if (!others.some((visitor) => visitor.client === getState().following)) followVisitor(null);
    return;
  }
  const { client: whose, at } = event.data;
  setState(({ others }) => ({ others: others.map((one) => (one.client === whose ? { ...one, at } : one)) }));
  if (whose === getState().following) showSight(at);
}

/** Show what somebody sees, until one moves oneself. */
export function followVisitor(client: string | null): void {
  if (client !== getState().following) setState({ following: client });
  const visitor = getState().others.find((one) => one.client === client);
  if (visitor) showSight(visitor.at);
}

function showSight({ sight, group }: Participant["at"]): void {
  if (group !== undefined && group !== useUi.getState().openedGroup) useUi.setState({ openedGroup: group });
  if (sight) fitRect(sight);
}
