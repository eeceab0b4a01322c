/** The page of one design: palette, canvas, parameters or run, results. */

import { useMediaQuery } from "@mantine/hooks";
import { ReactFlowProvider } from "@xyflow/react";
import { Suspense, useEffect, useState } from "react";
import { later } from "../later";
import "../styles/canvas.css";
import "../styles/panels.css";
import { actions } from "../actions";
import { useKeys } from "../actions/keys";
import { pasteHere } from "../actions/paste";
import { Refused } from "../api/client";
import { visiting } from "../api/door";
import { Canvas } from "../canvas/Canvas";
import { DialogHost } from "../dialogs/DialogHost";
import { text } from "../messages/en";
import { useFragment } from "../navigation";
import { Banners } from "../panels/Banners";
import { Message } from "../panels/Message";
import { Palette } from "../panels/Palette";
import { ProblemsBar } from "../panels/ProblemsBar";
import { SidePane } from "../panels/SidePane";
import { TopBar } from "../panels/TopBar";
import { useDesign } from "../stores/design";
import { leavePast, usePast } from "../stores/past";
import { startSession } from "../stores/session";
import { NARROW, useUi } from "../stores/ui";
import { useTour } from "../tours/store";
import { EntryPage } from "./EntryPage";
import { TO_DRAW, useReadiness } from "./readiness";

// What is not seen when a design opens comes when it is asked for.
const ErrorId = later(() => import("../components/ErrorId"));
const BottomPanel = later(() => import("../panels/BottomPanel").then((module) => ({ default: module.BottomPanel })));
const Outline = later(() => import("../panels/outline/Outline").then((module) => ({ default: module.Outline })));
const PhoneBar = later(() => import("../panels/outline/PhoneBar"));
const Announcer = later(() => import("../panels/Announcer"));
const FocusMode = later(() => import("../panels/FocusMode"));
const FullResult = later(() => import("../views/full/FullResult"));
const PastView = later(() => import("../past/PastView"));
const PortTip = later(() => import("../panels/PortTip"));
const Coach = later(() => import("../tours/Coach"));
const ContextMenu = later(() => import("../panels/ContextMenu"));
const QuickAdd = later(() => import("../panels/QuickAdd").then((module) => ({ default: module.QuickAdd })));

/** As in tokens.css. */
const PROBLEMS_BAR = 34;

export function DesignPage({ id }: { id: string }) {
  const failure = useOpen(id);
  const there = useDesign((store) => store.document !== null);
  const name = useDesign(({ document }) => document?.name);
  const narrow = useMediaQuery(NARROW, matchMedia(NARROW).matches);
  const open = useUi((ui) => ui.bottom !== null);
  const adding = useUi((ui) => ui.quickAdd !== null);
  const pointing = useUi((ui) => ui.hovered !== null);
  const choosing = useUi((ui) => ui.menu !== null);
  const focused = useUi((ui) => ui.focus !== null);
  const full = useUi((ui) => ui.full);
  const touring = useTour(({ active }) => active !== null);
  const past = usePast((store) => store.shown !== null);
  const below = useUi((ui) => (ui.bottom === null ? PROBLEMS_BAR : ui.bottomHeight));
  useReadiness(TO_DRAW, there);
  useKeys(actions);
  usePaste();
  useArrival(there);
  useEffect(() => {
    document.title = name ? `${name}, ${text.app}` : text.app;
  }, [name]);
  if (failure) return <Failure error={failure} />;
  if (!there) return <Message title={text.loading} />;
  return (
    <ReactFlowProvider>
      <div className="design-page" style={{ "--below": `${below}px` } as React.CSSProperties}>
        <TopBar />
        {!narrow && <Palette />}
        <main className="stage">
          <Banners />
          <Views narrow={narrow} />
          <Suspense fallback={null}>{past && <PastView />}</Suspense>
          <Suspense fallback={null}>{pointing && <PortTip />}</Suspense>
          <ProblemsBar />
          <Suspense fallback={<div className="bottom" style={{ height: below }} />}>{open && <BottomPanel />}</Suspense>
        </main>
        <SidePane />
        <Suspense fallback={null}>{focused && <FocusMode />}</Suspense>
        <Suspense fallback={null}>{touring && !narrow && <Coach />}</Suspense>
        <Suspense fallback={null}>{narrow && <PhoneBar />}</Suspense>
      </div>
      <Suspense fallback={null}>{choosing && <ContextMenu />}</Suspense>
      <Suspense fallback={null}>{full && <FullResult />}</Suspense>
      <DialogHost />
      <Suspense fallback={null}>
        <Announcer />
      </Suspense>
      <Suspense fallback={null}>{adding && <QuickAdd />}</Suspense>
    </ReactFlowProvider>
  );
}

/** A link to a run or a comment of this design, as a notification has it, leads there also when the design is open. */
function useArrival(there: boolean): void {
  const fragment = useFragment();
  useEffect(() => {
    const [kind, id] = fragment.split("-", 2);
    if (!there || !id) return;
    if (kind === "run") useUi.setState({ side: "run" });
    if (kind === "comment") void import("../together/threads").then(({ showThread }) => showThread(id));
  }, [there, fragment]);
}

/** The canvas, the outline, or both beside one another; on a phone one of the two. */
function Views({ narrow }: { narrow: boolean }) {
  const outline = useUi((ui) => (narrow ? (ui.phoneCanvas ? "off" : "instead") : ui.outline));
  return (
    <div className="views">
      <Suspense fallback={outline === "instead" && <Message title={text.loading} />}>
        {outline !== "off" && <Outline narrow={narrow} />}
      </Suspense>
      {outline !== "instead" && <Canvas />}
    </div>
  );
}

/** Open the design, and close it on the way out. Returns what went wrong. */
function useOpen(id: string): Error | null {
  const [failure, setFailure] = useState<Error | null>(null);
  useEffect(() => {
    let left = false;
    const session = startSession(id);
    session.opened.catch((error: Error) => !left && setFailure(error));
    let stopSampling: (() => void) | null = null;
    // A visitor of a link runs nothing, and so has no live sample.
    void (visiting() ? Promise.reject() : session.opened)
      .then(() => import("../sample/live"))
      .then(({ startSampling }) => {
        if (!left) stopSampling = startSampling();
      })
      .catch(() => {});
    return () => {
      left = true;
      stopSampling?.();
      leavePast();
      session.close();
    };
  }, [id]);
  return failure;
}

function Failure({ error }: { error: Error }) {
  const status = error instanceof Refused ? error.status : 0;
  if (status === 401 || status === 403) return <EntryPage />;
  if (status === 404) return <Message title={text.failures.noDesign} more={text.failures.noDesignHow} home />;
  const errorId = error instanceof Refused ? error.errorId : null;
  if (!errorId) return <Message title={error.message} home />;
  return (
    <Message title={text.failures.server} home>
      <ErrorId id={errorId} />
    </Message>
  );
}

/** The browser's own paste event needs no permission, unlike reading the clipboard. With Shift, edges come along. */
function usePaste(): void {
  useEffect(() => {
    let shift = false;
    const onKey = (event: KeyboardEvent) => {
      shift = event.shiftKey;
    };
    const onPaste = (event: ClipboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (target?.closest("input, textarea, [contenteditable=true], .cm-editor, [role=dialog]")) return;
      const clipping = event.clipboardData?.getData("text/plain");
      if (!clipping) return;
      event.preventDefault();
      const fromSheet = /<table/i.test(event.clipboardData?.getData("text/html") ?? "");
      pasteHere(clipping, { outer: shift, fromSheet });
    };
    addEventListener("keydown", onKey, { capture: true });
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("keydown", onKey, { capture: true });
      removeEventListener("paste", onPaste);
    };
  }, []);
}
