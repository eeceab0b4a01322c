/** Problems, results and log as tabs of one panel under the canvas. */

import { lazyWithRetry } from "../../lib/lazy";
import "../../styles/lazyMantine";
import { ActionIcon, Tabs } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Suspense, useEffect, useState } from "react";
import { getGuestAccess } from "../../api/accessMode";
import { ensureVisible } from "../../canvas/viewport";
import { ProblemsList } from "../../features/editor/problems/ProblemsList";
import { LogPanel } from "../../features/editor/run/LogPanel";
import { HistoryPanel } from "../../features/versions/HistoryPanel";
import { appTexts } from "../../messages/appTexts";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { editorTexts } from "../../messages/editorTexts";
import { isThreadOpen, useThreads } from "../../stores/commentThreads";
import { useDesign } from "../../stores/designStore";
import { useOutput } from "../../stores/runStore";
import { type BottomTab, useUi } from "../../stores/uiStore";
import { CountBadge } from "../../ui/CountBadge";
import { EmptyState } from "../../ui/EmptyState";
import "./bottomPanel.css";

const ResultsView = lazyWithRetry(() =>
  import("../../features/results/ResultsView").then((module) => ({ default: module.ResultsView })),
);
const SeenResult = lazyWithRetry(() => import("../../features/sharing/GuestResult"));
const CommentsPanel = lazyWithRetry(() => import("../../features/collaboration/CommentsPanel"));

const LOWEST = 180;
const HIGHEST = 0.7;

export function BottomPanel() {
  const tab = useUi((ui) => ui.bottomTab);
  const height = useUi((ui) => ui.bottomHeight);
  const problems = useDesign(({ analysis }) => analysis?.problems.length ?? 0);
  const advice = useDesign(({ analysis }) => analysis?.advice.length ?? 0);
  const comments = useThreads(({ threads }) => threads.filter(isThreadOpen).length);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const [opened] = useState(() => useUi.getState().selection[0]);
  useScrollIntoView(opened);
  const link = getGuestAccess();
  if (tab === null) return null;
  return (
    <section className="bottom" aria-label={appTexts.bottom.title} style={{ height }}>
      <PanelResizer />
      <Tabs
        className="bottom-tabs"
        classNames={{ list: "bottom-tab-list", tab: "bottom-tab" }}
        value={tab}
        keepMounted={false}
        onChange={(to) => useUi.setState({ bottomTab: to as BottomTab })}
      >
        <div className="bottom-bar">
          <Tabs.List>
            <Tabs.Tab value="problems">
              {appTexts.bottom.problems}
              <CountBadge count={problems} />
              <CountBadge count={advice} quiet />
            </Tabs.Tab>
            <Tabs.Tab value="results">{appTexts.bottom.results}</Tabs.Tab>
            {!link && <Tabs.Tab value="log">{appTexts.bottom.log}</Tabs.Tab>}
            <Tabs.Tab value="history">{editorTexts.history.tab}</Tabs.Tab>
            {link?.comments !== false && (
              <Tabs.Tab value="comments">
                {collaborationTexts.comments.tab}
                <CountBadge count={comments} quiet />
              </Tabs.Tab>
            )}
          </Tabs.List>
          <div className="bottom-slot" ref={setSlot} />
          <ActionIcon
            size={28}
            className="bottom-close"
            aria-label={appTexts.bottom.close}
            onClick={() => useUi.setState({ bottomTab: null })}
          >
            <IconX size={17} stroke={1.6} />
          </ActionIcon>
        </div>
        <Tabs.Panel value="problems" className="bottom-content">
          <ProblemsList />
        </Tabs.Panel>
        <Tabs.Panel value="results" className="bottom-content">
          <BottomResults slot={slot} />
        </Tabs.Panel>
        <Tabs.Panel value="log" className="bottom-content">
          <LogPanel />
        </Tabs.Panel>
        <Tabs.Panel value="history" className="bottom-content">
          <HistoryPanel />
        </Tabs.Panel>
        <Tabs.Panel value="comments" className="bottom-content">
          <Suspense fallback={<EmptyState title={appTexts.loading} />}>
            <CommentsPanel />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** The panel has taken a part of the canvas: the card that was worked on, or that it speaks of, should not be under it. */
function useScrollIntoView(node: string | undefined): void {
  useEffect(() => {
    if (node === undefined) return;
    const later = requestAnimationFrame(() => ensureVisible(node));
    return () => cancelAnimationFrame(later);
  }, [node]);
}

/** The slot is the place in the panel's bar where the result says what it is. */
type ResultSlot = HTMLElement | null;

function BottomResults({ slot }: { slot: ResultSlot }) {
  const result = useUi((ui) => ui.result);
  if (!result) return <EmptyState title={appTexts.bottom.noResult} />;
  return <BottomResult key={`${result.node} ${result.port}`} node={result.node} port={result.port} slot={slot} />;
}

function BottomResult({ node, port, slot }: { node: string; port: string; slot: ResultSlot }) {
  const output = useOutput(node, port);
  useScrollIntoView(node);
  if (!output) return <EmptyState title={appTexts.bottom.noResult} />;
  return (
    <Suspense fallback={<EmptyState title={appTexts.loading} />}>
      {getGuestAccess() ? (
        <SeenResult output={output} node={node} port={port} />
      ) : (
        <ResultsView artifact={output.artifact} port={port} node={node} slot={slot} />
      )}
    </Suspense>
  );
}

/** The upper edge: dragged, or moved by arrow keys. */
function PanelResizer() {
  const height = useUi((ui) => ui.bottomHeight);
  const resize = (to: number) => {
    const highest = Math.round(innerHeight * HIGHEST);
    useUi.setState({ bottomHeight: Math.round(Math.min(highest, Math.max(LOWEST, to))) });
  };
  return (
    <div
      className="bottom-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={appTexts.bottom.resize}
      aria-valuenow={height}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => event.buttons === 1 && resize(innerHeight - event.clientY)}
      onKeyDown={(event) => {
        if (event.key === "ArrowUp") resize(height + 24);
        if (event.key === "ArrowDown") resize(height - 24);
      }}
    />
  );
}
