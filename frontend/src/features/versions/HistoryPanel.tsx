/** Versions of the design, and what was done since the page was opened; an entry of that leads back to its point. */

import { Suspense } from "react";
import { getGuestAccess } from "../../api/accessMode";
import { lazyWithRetry } from "../../lib/lazy";
import { appTexts } from "../../messages/appTexts";
import { editorTexts } from "../../messages/editorTexts";
import { formatClock } from "../../messages/formatting";
import { moveInHistory, useDesign } from "../../stores/designStore";
import { EmptyState } from "../../ui/EmptyState";
import { VersionList } from "./VersionList";
import "./historyPanel.css";

const Changes = lazyWithRetry(() => import("./Changes"));

export function HistoryPanel() {
  return (
    <div className="history-both">
      {!getGuestAccess() && <VersionList />}
      <div>
        <SessionHistory />
        <Suspense fallback={null}>{!getGuestAccess() && <Changes />}</Suspense>
      </div>
    </div>
  );
}

function SessionHistory() {
  const { past, future } = useDesign((store) => store.history);
  if (past.length + future.length === 0) return <EmptyState title={appTexts.history.empty} />;
  const undone = future.map((entry, index) => ({ entry, steps: index + 1 })).reverse();
  const done = past.map((entry, index) => ({ entry, steps: index + 1 - past.length })).reverse();
  return (
    <section className="history">
      <p className="history-hint">{editorTexts.history.hint}</p>
      <ol>
        {undone.map(({ entry, steps }) => (
          <HistoryRow key={`+${steps}`} label={entry.label} note={editorTexts.history.undone} steps={steps} />
        ))}
        {done.map(({ entry, steps }) => (
          <HistoryRow
            key={`-${steps}`}
            label={entry.label}
            note={steps === 0 ? editorTexts.history.now : entry.time > 0 ? formatClock(new Date(entry.time)) : ""}
            steps={steps}
          />
        ))}
        <HistoryRow
          label={editorTexts.history.opened}
          note={past.length === 0 ? editorTexts.history.now : ""}
          steps={-past.length}
        />
      </ol>
    </section>
  );
}

/** `steps`: how far it is to the point right after the entry; 0 is where we are. */
function HistoryRow({ label, note, steps }: { label: string; note: string; steps: number }) {
  return (
    <li>
      <button
        type="button"
        className={`history-row ${steps > 0 ? "history-undone" : ""}`}
        aria-current={steps === 0 ? "step" : undefined}
        onClick={() => moveInHistory(steps)}
      >
        {label}
        <span>{note}</span>
      </button>
    </li>
  );
}
