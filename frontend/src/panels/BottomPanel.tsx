/** Problems, results and log as tabs of one panel under the canvas. */

import { later } from "../later";
import "../styles/later";
import { ActionIcon, Tabs } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Suspense, useEffect, useState } from "react";
import { visiting } from "../api/door";
import { ensureVisible } from "../canvas/stage";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { together } from "../messages/together";
import { useDesign } from "../stores/design";
import { useOutput } from "../stores/run";
import { type BottomTab, useUi } from "../stores/ui";
import { isOpen, useThreads } from "../together/threads";
import { HistoryPanel } from "./HistoryPanel";
import { LogPanel } from "./LogPanel";
import { Message } from "./Message";
import { ProblemsList } from "./ProblemsList";

const ResultsView = later(() => import("../views/ResultsView").then((module) => ({ default: module.ResultsView })));
const SeenResult = later(() => import("../share/SeenResult"));
const CommentsPanel = later(() => import("../together/CommentsPanel"));

const LOWEST = 180;
const HIGHEST = 0.7;

export function BottomPanel() {
  const tab = useUi((ui) => ui.bottom);
  const height = useUi((ui) => ui.bottomHeight);
  const problems = useDesign(({ analysis }) => analysis?.problems.length ?? 0);
  const advice = useDesign(({ analysis }) => analysis?.advice.length ?? 0);
  const comments = useThreads(({ threads }) => threads.filter(isOpen).length);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const [opened] = useState(() => useUi.getState().selection[0]);
  useInSight(opened);
  const link = visiting();
  if (tab === null) return null;
  return (
    <section className="bottom" aria-label={text.bottom.title} style={{ height }}>
      <ResizeEdge />
      <Tabs
        className="bottom-tabs"
        value={tab}
        keepMounted={false}
        onChange={(to) => useUi.setState({ bottom: to as BottomTab })}
      >
        <div className="bottom-bar">
          <Tabs.List>
            <Tabs.Tab value="problems">
              {text.bottom.problems}
              {problems > 0 && <span className="bottom-count">{problems}</span>}
              {advice > 0 && <span className="bottom-count bottom-advice">{advice}</span>}
            </Tabs.Tab>
            <Tabs.Tab value="results">{text.bottom.results}</Tabs.Tab>
            {!link && <Tabs.Tab value="log">{text.bottom.log}</Tabs.Tab>}
            <Tabs.Tab value="history">{editing.history.tab}</Tabs.Tab>
            {link?.comments !== false && (
              <Tabs.Tab value="comments">
                {together.comments.tab}
                {comments > 0 && <span className="bottom-count bottom-advice">{comments}</span>}
              </Tabs.Tab>
            )}
          </Tabs.List>
          <div className="bottom-slot" ref={setSlot} />
          <ActionIcon
            size={28}
            className="bottom-close"
            aria-label={text.bottom.close}
            onClick={() => useUi.setState({ bottom: null })}
          >
            <IconX size={17} stroke={1.6} />
          </ActionIcon>
        </div>
        <Tabs.Panel value="problems" className="bottom-content">
          <ProblemsList />
        </Tabs.Panel>
        <Tabs.Panel value="results" className="bottom-content">
          <Results slot={slot} />
        </Tabs.Panel>
        <Tabs.Panel value="log" className="bottom-content">
          <LogPanel />
        </Tabs.Panel>
        <Tabs.Panel value="history" className="bottom-content">
          <HistoryPanel />
        </Tabs.Panel>
        <Tabs.Panel value="comments" className="bottom-content">
          <Suspense fallback={<Message title={text.loading} />}>
            <CommentsPanel />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** The panel has taken a part of the canvas: the card that was worked on, or that it speaks of, should not be under it. */
function useInSight(node: string | undefined): void {
  useEffect(() => {
    if (node === undefined) return;
    const later = requestAnimationFrame(() => ensureVisible(node));
    return () => cancelAnimationFrame(later);
  }, [node]);
}

/** The slot is the place in the panel's bar where the result says what it is. */
type Slot = HTMLElement | null;

function Results({ slot }: { slot: Slot }) {
  const result = useUi((ui) => ui.result);
  if (!result) return <Message title={text.bottom.noResult} />;
  return <ResultOf key={`${result.node} ${result.port}`} node={result.node} port={result.port} slot={slot} />;
}

function ResultOf({ node, port, slot }: { node: string; port: string; slot: Slot }) {
  const output = useOutput(node, port);
  useInSight(node);
  if (!output) return <Message title={text.bottom.noResult} />;
  return (
    <Suspense fallback={<Message title={text.loading} />}>
      {visiting() ? (
        <SeenResult output={output} node={node} port={port} />
      ) : (
        <ResultsView artifact={output.artifact} port={port} node={node} slot={slot} />
      )}
    </Suspense>
  );
}

/** The upper edge: dragged, or moved by arrow keys. */
function ResizeEdge() {
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
      aria-label={text.bottom.resize}
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
