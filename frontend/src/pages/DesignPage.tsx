/** The page of one design: palette, canvas, parameters or run, results. */

import { useMediaQuery } from "@mantine/hooks";
import { ReactFlowProvider } from "@xyflow/react";
import { Suspense, useEffect, useState } from "react";
import { lazyWithRetry } from "../lib/lazy";
import "./design/designPage.css";
import { actions } from "../actions/allActions";
import { pasteAtPointer } from "../actions/pasteClipboard";
import { getGuestAccess } from "../api/accessMode";
import { ApiError } from "../api/client";
import { Canvas } from "../features/editor/Canvas";
import { startSession } from "../features/editor/designSession";
import { Palette } from "../features/editor/palette/Palette";
import { ProblemsBar } from "../features/editor/problems/ProblemsBar";
import { useFragment } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { useDesign } from "../stores/designStore";
import { usePromptBar } from "../stores/promptBar";
import { showProposal, useShownProposal } from "../stores/proposals";
import { useTourStore } from "../stores/tourStore";
import { NARROW_WINDOW, showDashboards, useUi } from "../stores/uiStore";
import { leaveVersionPreview, useVersionPreview } from "../stores/versionPreview";
import { useKeyboardShortcuts } from "../ui/actions/keyboardShortcuts";
import { DialogHost } from "../ui/dialogs/DialogHost";
import { EmptyState } from "../ui/EmptyState";
import { Banners } from "./design/Banners";
import { DESIGN_PARTS, savesData, usePrefetch } from "./design/prefetch";
import { SidePane } from "./design/SidePane";
import { TopBar } from "./design/TopBar";
import { usePanelScroll } from "./design/usePanelScroll";
import { EntryPage } from "./EntryPage";

// What is not seen when a design opens comes when it is asked for.
const ErrorId = lazyWithRetry(() => import("../lib/ErrorId"));
const BottomPanel = lazyWithRetry(() =>
  import("./design/BottomPanel").then((module) => ({ default: module.BottomPanel })),
);
const Outline = lazyWithRetry(() =>
  import("../features/editor/outline/Outline").then((module) => ({ default: module.Outline })),
);
const PhoneBar = lazyWithRetry(() => import("../features/editor/outline/PhoneBar"));
const Announcer = lazyWithRetry(() => import("../features/editor/LiveRegion"));
const FocusMode = lazyWithRetry(() => import("./design/FocusMode"));
const FullResult = lazyWithRetry(() => import("../features/results/fullscreen/FullscreenResult"));
const PastView = lazyWithRetry(() => import("../features/versions/VersionView"));
const ProposalView = lazyWithRetry(() => import("../features/versions/ProposalView"));
const CodeProposal = lazyWithRetry(() => import("../features/code/CodeProposal"));
const Dashboards = lazyWithRetry(() => import("../features/dashboards/MemberDashboards"));
const PortTip = lazyWithRetry(() => import("../features/editor/PortTooltip"));
const Coach = lazyWithRetry(() => import("../features/tours/TourCoach"));
const PromptBar = lazyWithRetry(() => import("../features/assistant/PromptBar"));
const ContextMenu = lazyWithRetry(() => import("../features/editor/ContextMenu"));
const QuickAdd = lazyWithRetry(() =>
  import("../features/editor/palette/QuickAdd").then((module) => ({ default: module.QuickAdd })),
);

/** As in tokens.css. */
const PROBLEMS_BAR = 34;

export default function DesignPage({ designId }: { designId: string }) {
  const failure = useOpenDesign(designId);
  const isOpen = useDesign((store) => store.document !== null);
  const name = useDesign(({ document }) => document?.name);
  const narrow = useMediaQuery(NARROW_WINDOW, matchMedia(NARROW_WINDOW).matches);
  const open = useUi((ui) => ui.bottomTab !== null);
  const adding = useUi((ui) => ui.quickAdd !== null);
  const pointing = useUi((ui) => ui.hoveredPort !== null);
  const choosing = useUi((ui) => ui.contextMenu !== null);
  const focused = useUi((ui) => ui.focusedCard !== null);
  const full = useUi((ui) => ui.resultFullscreen);
  const touring = useTourStore(({ active }) => active !== null);
  const past = useVersionPreview((store) => store.shown !== null);
  const proposed = useShownProposal((store) => store.shown !== null);
  const composing = useUi((ui) => ui.dashboards !== null);
  const coding = useUi((ui) => ui.side === "code");
  const below = useUi((ui) => (ui.bottomTab === null ? PROBLEMS_BAR : ui.bottomHeight));
  usePrefetch(DESIGN_PARTS, isOpen && !savesData());
  useKeyboardShortcuts(actions);
  usePasteListener();
  useReadyMark(isOpen);
  usePanelScroll();
  useEffect(() => {
    document.title = name ? `${name}, ${appTexts.app}` : appTexts.app;
  }, [name]);
  if (failure) return <OpenFailure error={failure} />;
  if (!isOpen) return <EmptyState title={appTexts.loading} />;
  return (
    <ReactFlowProvider>
      <div className="design-page" style={{ "--below": `${below}px` } as React.CSSProperties}>
        <TopBar />
        {composing ? (
          <main className="stage stage-wide">
            <Banners />
            <Suspense fallback={null}>
              <Dashboards />
            </Suspense>
          </main>
        ) : (
          <>
            {!narrow && <Palette />}
            <main className="stage">
              <Banners />
              <DesignViews narrow={narrow} />
              <Suspense fallback={null}>{past && <PastView />}</Suspense>
              <Suspense fallback={null}>{proposed && <ProposalView />}</Suspense>
              <Suspense fallback={null}>{coding && <CodeProposal />}</Suspense>
              <Suspense fallback={null}>{pointing && <PortTip />}</Suspense>
              <ProblemsBar />
              <Suspense fallback={<div className="bottom" style={{ height: below }} />}>
                {open && <BottomPanel />}
              </Suspense>
            </main>
            <SidePane />
          </>
        )}
        <Suspense fallback={null}>{focused && <FocusMode />}</Suspense>
        <Suspense fallback={null}>{touring && !narrow && <Coach />}</Suspense>
        <Suspense fallback={null}>{narrow && !composing && <PhoneBar />}</Suspense>
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
function useReadyMark(isOpen: boolean): void {
  const fragment = useFragment();
  useEffect(() => {
    const [kind, id] = fragment.split("-", 2);
    if (isOpen && kind === "dashboard") showDashboards({ shown: id ?? null });
    if (!isOpen || !id) return;
    if (kind === "run") useUi.setState({ side: "run" });
    if (kind === "comment") void import("../stores/commentThreads").then(({ scrollToThread }) => scrollToThread(id));
  }, [isOpen, fragment]);
}

/** The canvas, the outline, or both beside one another; on a phone one of the two. */
function DesignViews({ narrow }: { narrow: boolean }) {
  const outline = useUi((ui) => (narrow ? (ui.phoneCanvas ? "off" : "instead") : ui.outline));
  const prompting = usePromptBar(({ isOpen }) => isOpen);
  return (
    <div className="views">
      <Suspense fallback={outline === "instead" && <EmptyState title={appTexts.loading} />}>
        {outline !== "off" && <Outline narrow={narrow} />}
      </Suspense>
      {outline !== "instead" && <Canvas />}
      <Suspense fallback={null}>{prompting && <PromptBar />}</Suspense>
    </div>
  );
}

/** Open the design, and close it on the way out. Returns what went wrong. */
function useOpenDesign(id: string): Error | null {
  const [failure, setFailure] = useState<Error | null>(null);
  useEffect(() => {
    let left = false;
    const session = startSession(id);
    session.opened.catch((error: Error) => !left && setFailure(error));
    let stopSampling: (() => void) | null = null;
    // A visitor of a link runs nothing, and so has no live sample.
    void (getGuestAccess() ? Promise.reject() : session.opened)
      .then(() => import("../features/preview/previewUpdates"))
      .then(({ startPreviewUpdates }) => {
        if (!left) stopSampling = startPreviewUpdates();
      })
      .catch(() => {});
    return () => {
      left = true;
      stopSampling?.();
      leaveVersionPreview();
      showProposal(null);
      session.close();
    };
  }, [id]);
  return failure;
}

function OpenFailure({ error }: { error: Error }) {
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 401 || status === 403) return <EntryPage />;
  if (status === 404)
    return <EmptyState title={appTexts.failures.noDesign} details={appTexts.failures.noDesignHow} home />;
  const errorId = error instanceof ApiError ? error.errorId : null;
  if (!errorId) return <EmptyState title={error.message} home />;
  return (
    <EmptyState title={appTexts.failures.server} home>
      <ErrorId id={errorId} />
    </EmptyState>
  );
}

/** The browser's own paste event needs no permission, unlike reading the clipboard. With Shift, edges come along. */
function usePasteListener(): void {
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
      pasteAtPointer(clipping, { outer: shift, fromSheet });
    };
    addEventListener("keydown", onKey, { capture: true });
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("keydown", onKey, { capture: true });
      removeEventListener("paste", onPaste);
    };
  }, []);
}
