/** All versions of a registered model: how good each is and how sure that is, its aliases, and where it answers. */

import { useState } from "react";
import { toUrl } from "../../api/basePath";
import { CHAMPION, type ModelVersionSummary, type RegisteredModel, useVersionIntervals } from "../../api/models";
import { formatMoment } from "../../lib/format";
import { findMetric, formatMetric, type Metric } from "../../lib/metrics";
import { followInPage } from "../../lib/navigation";
import { registryTexts as texts } from "../../messages/registryTexts";
import { AliasBadges } from "./AliasBadges";
import type { ModelUse } from "./modelUses";
import { type IntervalScale, layOutIntervals, type PlacedInterval } from "./versionIntervals";
import "../../ui/textButton.css";
import "./versionTable.css";

/** So many versions are listed at first. */
const LISTED = 6;
const WIDTH = 120;

interface Props {
  model: RegisteredModel;
  uses: ModelUse[];
  shown: number;
  onChoose: (version: number) => void;
}

export function VersionTable({ model, uses, shown, onChoose }: Props) {
  const [showsAll, setShowsAll] = useState(false);
  const { data: intervals = [] } = useVersionIntervals(model.id);
  const name = model.metric;
  const metric = name === null ? null : findMetric(name);
  const values = model.versions.map(({ version, metrics }) => ({ version, value: name ? metrics[name] : undefined }));
  const scale = metric && layOutIntervals(intervals, values, model.aliases[CHAMPION]);
  const listed = showsAll
    ? model.versions
    : model.versions.filter(({ version }, place) => place < LISTED || version === shown);
  const hidden = model.versions.length - listed.length;
  return (
    <div className="model-versions card-scroll">
      <table aria-label={texts.showVersions(model.name)}>
        <VersionHeads metric={metric} scale={scale} />
        <tbody>
          {listed.map((version) => (
            <tr key={version.version} aria-current={version.version === shown || undefined}>
              <th scope="row">
                <button type="button" className="version-link" onClick={() => onChoose(version.version)}>
                  {texts.version(version.version)}
                </button>
              </th>
              <td>{version.learner}</td>
              <td>
                <RunLink version={version} />
              </td>
              {metric && scale ? (
                <td className="version-interval">
                  <Interval
                    placed={scale.placed.find((one) => one.version === version.version)}
                    champion={scale.champion}
                    words={describeInterval(metric, intervals, version.version)}
                  />
                </td>
              ) : (
                <td>{formatMoment(version.created_at)}</td>
              )}
              {metric && name && <td className="version-metric">{formatMetric(metric, version.metrics[name])}</td>}
              <td>
                <AliasBadges version={version} />
              </td>
              <td>
                <UseLinks uses={uses.filter((one) => one.version === version.version)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <p className="versions-more">
          <button type="button" className="text-button" onClick={() => setShowsAll(true)}>
            {texts.earlierVersions(hidden)}
          </button>
        </p>
      )}
    </div>
  );
}

function VersionHeads({ metric, scale }: { metric: Metric | null; scale: IntervalScale | null }) {
  const heads = texts.versionColumns;
  return (
    <thead>
      <tr>
        <th scope="col">{heads.version}</th>
        <th scope="col">{heads.learner}</th>
        <th scope="col">{heads.madeBy}</th>
        {metric && scale ? (
          <th scope="col" className="version-interval">
            <span>
              <i>{formatMetric(metric, scale.low)}</i>
              {heads.interval}
              <i>{formatMetric(metric, scale.high)}</i>
            </span>
          </th>
        ) : (
          <th scope="col">{heads.registered}</th>
        )}
        {metric && (
          <th scope="col" className="version-metric">
            {metric.title}
          </th>
        )}
        <th scope="col">{heads.aliases}</th>
        <th scope="col">{heads.deployed}</th>
      </tr>
    </thead>
  );
}

function describeInterval(
  metric: Metric,
  intervals: readonly { version: number; low: number; high: number; rows: number }[],
  version: number,
): string {
  const found = intervals.find((one) => one.version === version);
  if (!found) return texts.noInterval;
  return texts.interval(formatMetric(metric, found.low), formatMetric(metric, found.high), found.rows);
}

interface IntervalProps {
  placed: PlacedInterval | undefined;
  champion: number | null;
  words: string;
}

/** The metric as a dot on its interval; the dotted line is the champion's. */
function Interval({ placed, champion, words }: IntervalProps) {
  if (!placed) return <span className="model-unused">{words}</span>;
  const at = (share: number): number => 4 + share * (WIDTH - 8);
  return (
    <svg viewBox={`0 0 ${WIDTH} 16`} width={WIDTH} height={16} role="img" aria-label={words}>
      <title>{words}</title>
      {champion !== null && <line className="interval-champion" x1={at(champion)} x2={at(champion)} y1={0} y2={16} />}
      <line x1={at(placed.low)} x2={at(placed.high)} y1={8} y2={8} />
      <circle cx={at(placed.value)} cy={8} r={3.5} />
    </svg>
  );
}

function UseLinks({ uses }: { uses: ModelUse[] }) {
  if (uses.length === 0) return <span className="model-unused">{texts.endpointCount(0)}</span>;
  return uses.map(({ endpoint, share, shadow }) => (
    <a key={endpoint} href={toUrl(`/endpoints/${endpoint}`)} onClick={followInPage}>
      {shadow ? texts.shadowAt(endpoint) : texts.deployedTo(endpoint, share)}
    </a>
  ));
}

function RunLink({ version }: { version: ModelVersionSummary }) {
  return (
    <a
      href={toUrl(`/designs/${version.design_id}#run-${version.run_id}`)}
      onClick={followInPage}
      title={version.design_name}
    >
      {texts.run(version.run_number)}
    </a>
  );
}
