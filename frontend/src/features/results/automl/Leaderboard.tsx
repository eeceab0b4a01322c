/** The complete trials of a search by rank, each with what it takes to judge it, and with its design. */

import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import type { DesignState } from "../../../api/apiTypes";
import type { AutomatedMLView } from "../../../api/artifactViews";
import { postJson } from "../../../api/client";
import { queryClient } from "../../../api/queries";
import { formatFileSize, formatPercent, formatShort } from "../../../lib/format";
import { navigate } from "../../../lib/navigation";
import { notifyFailure } from "../../../lib/toasts";
import { automlTexts as texts } from "../../../messages/automlTexts";
import { formatSeconds } from "../../../messages/formatting";
import { useRun } from "../../../stores/runStore";
import { RequireEditor } from "../../../ui/RequireEditor";
import { describeMetricValue } from "../trials/trialTexts";
import { computeBehind, computeTrainGap, isLevel, pickShown, type TriedCandidate } from "./candidateRanking";

const ENSEMBLE = 0;

interface Props {
  shown: AutomatedMLView;
  ranked: TriedCandidate[];
  node: string | undefined;
}

export function Leaderboard({ shown, ranked, node }: Props) {
  const [whole, setWhole] = useState(false);
  const few = pickShown(ranked);
  const listed = whole ? ranked : few;
  const best = ranked[0];
  if (!best) return null;
  const level = ranked.filter((one) => isLevel(shown, best, one)).length;
  const ends = findEnds(shown, listed);
  return (
    <section className="leaderboard">
      <header>
        <h3>{texts.leaderboard}</h3>
        <p className="plot-caption">{texts.leaderboardCaption(ranked.length, level)}</p>
        {few.length < ranked.length && (
          <Button variant="subtle" size="compact-sm" onClick={() => setWhole(!whole)}>
            {whole ? texts.showFew : texts.showAll(ranked.length)}
          </Button>
        )}
      </header>
      <div className="leaderboard-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{texts.head.learner}</th>
              <th scope="col">{shown.metric}</th>
              <th scope="col">{texts.head.interval}</th>
              <th scope="col">{texts.head.behind}</th>
              <th scope="col">{texts.head.gap}</th>
              <th scope="col">{texts.head.time}</th>
              <th scope="col">{texts.head.size}</th>
              <th scope="col">
                <span className="visually-hidden">{texts.head.tools}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.ensemble_value !== null && <EnsembleRow shown={shown} best={best} node={node} ends={ends} />}
            {listed.map((one) => (
              <CandidateRow key={one.number} {...{ shown, best, one, node, ends }} rank={ranked.indexOf(one) + 1} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type Ends = [number, number];

/** The axis that all intervals share. */
function findEnds(shown: AutomatedMLView, listed: TriedCandidate[]): Ends {
  const values = listed.flatMap(({ value, interval }) => [value! - (interval ?? 0), value! + (interval ?? 0)]);
  if (shown.ensemble_value !== null) values.push(shown.ensemble_value);
  return [Math.min(...values), Math.max(...values)];
}

interface RowProps {
  shown: AutomatedMLView;
  best: TriedCandidate;
  node: string | undefined;
  ends: Ends;
}

function EnsembleRow({ shown, best, node, ends }: RowProps) {
  const value = shown.ensemble_value!;
  const members = shown.candidates.filter(({ weight }) => weight > 0).length;
  return (
    <tr className="leaderboard-ensemble">
      <td />
      <th scope="row">
        {texts.ensemble(members)}
        <small>{texts.ensembleHint}</small>
      </th>
      <td className="leaderboard-value">{describeMetricValue(shown.metric, value)}</td>
      <td>
        <Interval value={value} half={null} best={best.value!} ends={ends} />
      </td>
      <td />
      <td />
      <td />
      <td />
      <td>
        <OpenButton node={node} candidate={ENSEMBLE} name={texts.ensemble(members)} />
      </td>
    </tr>
  );
}

function CandidateRow({ shown, best, one, node, ends, rank }: RowProps & { one: TriedCandidate; rank: number }) {
  const behind = computeBehind(shown, best, one);
  return (
    <tr data-best={one === best || undefined}>
      <td>{rank}</td>
      <th scope="row">
        {one.learner}
        <small>
          {one.settings}
          {one.weight > 0 && shown.ensemble_value !== null && ` · ${texts.weight(formatPercent(one.weight, 0))}`}
        </small>
      </th>
      <td className="leaderboard-value">
        {describeMetricValue(shown.metric, one.value)}
        {one.interval !== null && <small>± {formatShort(one.interval)}</small>}
      </td>
      <td>
        <Interval value={one.value!} half={one.interval} best={best.value!} ends={ends} />
      </td>
      <td>{one === best ? texts.best : isLevel(shown, best, one) ? texts.level : formatShort(behind)}</td>
      <td>
        <TrainGapCell shown={shown} one={one} />
      </td>
      <td>{formatSeconds(one.seconds)}</td>
      <td>{one.bytes === null ? "" : formatFileSize(one.bytes)}</td>
      <td>
        <OpenButton node={node} candidate={one.number} name={`${one.learner} (${rank})`} />
      </td>
    </tr>
  );
}

function TrainGapCell({ shown, one }: { shown: AutomatedMLView; one: TriedCandidate }) {
  const found = computeTrainGap(shown, one);
  if (!found) return null;
  if (!found.large) return <>{formatShort(Math.max(0, found.gap))}</>;
  return (
    <span className="leaderboard-gap" title={texts.gapHint}>
      <IconAlertTriangle size={13} stroke={1.6} aria-hidden />
      {formatShort(found.gap)}
    </span>
  );
}

const WIDTH = 110;

/** A dot with its interval, and a dotted line where the best is. */
function Interval({ value, half, best, ends }: { value: number; half: number | null; best: number; ends: Ends }) {
  const place = (at: number) => 6 + ((at - ends[0]) / (ends[1] - ends[0] || 1)) * (WIDTH - 12);
  return (
    <svg width={WIDTH} height={24} aria-hidden className="leaderboard-interval">
      <line x1={place(best)} x2={place(best)} y1={0} y2={24} data-kind="best" />
      {half !== null && <line x1={place(value - half)} x2={place(value + half)} y1={12} y2={12} />}
      <circle cx={place(value)} cy={12} r={4} />
    </svg>
  );
}

function OpenButton({ node, candidate, name }: { node: string | undefined; candidate: number; name: string }) {
  const run = useRun((store) => store.run?.id);
  const [busy, setBusy] = useState(false);
  if (run === undefined || node === undefined) return null;
  const open = async () => {
    setBusy(true);
    try {
      const path = `/api/runs/${run}/steps/${node}/candidate-designs`;
      const created = await postJson<DesignState>(path, { candidate });
      await queryClient.invalidateQueries({ queryKey: ["designs"] });
      navigate(`/designs/${created.id}`);
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <RequireEditor>
      <Button variant="subtle" size="compact-sm" loading={busy} onClick={open} aria-label={`${texts.open}: ${name}`}>
        {texts.open}
      </Button>
    </RequireEditor>
  );
}
