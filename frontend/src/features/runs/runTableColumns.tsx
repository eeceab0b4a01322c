/** The columns of the list of runs: a new one is an entry here. Metrics are columns of their own, by what was measured. */

import type { ReactNode } from "react";
import type { ListedRun } from "../../api/apiTypes";
import { toUrl } from "../../api/basePath";
import { formatMoment } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { formatSeconds } from "../../messages/formatting";
import { resultTexts } from "../../messages/resultTexts";
import { versionTexts } from "../../messages/versionTexts";
import { RunStateBadge } from "../../ui/RunState";
import { RunDescription } from "./RunDescription";

const texts = versionTexts.runs;
const moreTexts = resultTexts.runs;

export interface RunTableColumn {
  title: string;
  /** Numbers stand on the right and behind the metrics; on a phone the title stands over each. */
  numeric: boolean;
  /** Whether it takes two places of a row on a phone. */
  wide?: boolean;
  /** What the column sorts by; null comes last. */
  getSortValue: (run: ListedRun) => number | string | null;
  draw: (run: ListedRun) => ReactNode;
}

/** In their order; those of text come before the metrics. The first is the head of its row. */
export const RUN_TABLE_COLUMNS: readonly RunTableColumn[] = [
  {
    title: moreTexts.design,
    numeric: false,
    getSortValue: (run) => run.design_name,
    draw: (run) => (
      <>
        <a href={toUrl(`/designs/${run.design_id}`)} onClick={followInPage}>
          {run.design_name}
        </a>
        <RunDescription run={run} />
      </>
    ),
  },
  {
    title: moreTexts.run,
    numeric: false,
    getSortValue: (run) => run.number,
    draw: (run) => (
      <a href={toUrl(`/runs/${run.id}/report`)} target="_blank" rel="noreferrer" title={moreTexts.report}>
        {moreTexts.number(run.number)}
      </a>
    ),
  },
  {
    title: moreTexts.state,
    numeric: false,
    getSortValue: (run) => run.state,
    wide: true,
    draw: (run) => <RunStateBadge run={run} short />,
  },
  {
    title: moreTexts.steps,
    numeric: true,
    getSortValue: (run) => run.done / Math.max(1, run.total),
    draw: (run) => moreTexts.stepsOf(run.done, run.total),
  },
  {
    title: moreTexts.took,
    numeric: true,
    getSortValue: (run) => run.seconds,
    draw: (run) => (run.seconds === null ? "" : formatSeconds(run.seconds)),
  },
  {
    title: texts.size,
    numeric: true,
    getSortValue: (run) => run.bytes,
    draw: (run) => texts.bytes(run.bytes),
  },
  {
    title: moreTexts.started,
    numeric: true,
    getSortValue: (run) => new Date(run.created_at).getTime(),
    draw: (run) => formatMoment(run.created_at),
  },
];
