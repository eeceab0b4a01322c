/** Versions of the design, and what was done since the page was opened; an entry of that leads back to its point. */

import { Suspense } from "react";
import { visiting } from "../api/door";
import { later } from "../later";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { clock } from "../messages/words";
import { travel, useDesign } from "../stores/design";
import { Message } from "./Message";
import { Versions } from "./Versions";
import "./historyPanel.css";

const Changes = later(() => import("../together/Changes"));

export function HistoryPanel() {
  return (
    <div className="history-both">
      {!visiting() && <Versions />}
      <div>
        <Session />
        <Suspense fallback={null}>{!visiting() && <Changes />}</Suspense>
      </div>
    </div>
  );
}

function Session() {
  const { past, future } = useDesign((store) => store.history);
  if (past.length + future.length === 0) return <Message title={text.history.empty} />;
  const undone = future.map((entry, index) => ({ entry, steps: index + 1 })).reverse();
  const done = past.map((entry, index) => ({ entry, steps: index + 1 - past.length })).reverse();
  return (
    <section className="history">
      <p className="history-hint">{editing.history.hint}</p>
      <ol>
        {undone.map(({ entry, steps }) => (
          <Row key={`+${steps}`} label={entry.label} note={editing.history.undone} steps={steps} />
        ))}
        {done.map(({ entry, steps }) => (
          <Row
            key={`-${steps}`}
            label={entry.label}
            note={steps === 0 ? editing.history.now : entry.at > 0 ? clock(new Date(entry.at)) : ""}
            steps={steps}
          />
        ))}
        <Row label={editing.history.opened} note={past.length === 0 ? editing.history.now : ""} steps={-past.length} />
      </ol>
    </section>
  );
}

/** `steps`: how far it is to the point right after the entry; 0 is where we are. */
function Row({ label, note, steps }: { label: string; note: string; steps: number }) {
  return (
    <li>
      <button
        type="button"
        className={`history-row ${steps > 0 ? "history-undone" : ""}`}
        aria-current={steps === 0 ? "step" : undefined}
        onClick={() => travel(steps)}
      >
        {label}
        <span>{note}</span>
      </button>
    </li>
  );
}
