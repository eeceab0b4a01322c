/** What people wrote about a run: its tags and its note. */

import type { ListedRun } from "../../api/apiTypes";
import "./runsTable.css";

export function RunDescription({ run }: { run: ListedRun }) {
  if (run.tags.length === 0 && !run.note) return null;
  return (
    <span className="runs-described">
      {run.tags.map((tag) => (
        <span key={tag} className="runs-tag">
          {tag}
        </span>
      ))}
      {run.note && <i title={run.note}>{run.note}</i>}
    </span>
  );
}
