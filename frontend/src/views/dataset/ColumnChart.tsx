/** One column drawn large: a histogram with its median and mean, or bars of the commonest values. */

import { Select } from "@mantine/core";
import { useState } from "react";
import type { ColumnProfile, DatasetView } from "../../api/types";
import { resultsMessages as say } from "../../messages/results";
import { Plot, type Scales } from "../charts/Plot";
import { count, extreme, percent, short } from "../format";
import "./dataset.css";

export function ColumnChart({ view }: { view: DatasetView }) {
  const [chosen, setChosen] = useState(view.columns[0]?.name ?? null);
  const profile = view.columns.find((column) => column.name === chosen) ?? view.columns[0];
  if (!profile) return <p className="results-message">{say.dataset.empty}</p>;
  return (
    <div className="column-chart">
      <Select
        size="xs"
        searchable
        allowDeselect={false}
        limit={200}
        label={say.dataset.chartOf}
        data={view.columns.map((column) => column.name)}
        value={profile.name}
        onChange={setChosen}
      />
      <ChartOf profile={profile} rows={view.rows} />
    </div>
  );
}

function ChartOf({ profile, rows }: { profile: ColumnProfile; rows: number }) {
  if (profile.histogram && profile.histogram.counts.length > 0) {
    return <LargeHistogram profile={profile} histogram={profile.histogram} rows={rows} />;
  }
  if (profile.top && profile.top.length > 0) return <LargeBars profile={profile} rows={rows} />;
  return <p className="results-message">{say.dataset.chartNone(profile.name)}</p>;
}

/** Room above the highest bar for the words on median and mean. */
const HEADROOM = 1.14;

interface HistogramProps {
  profile: ColumnProfile;
  histogram: NonNullable<ColumnProfile["histogram"]>;
  rows: number;
}

function LargeHistogram({ profile, histogram: { edges, counts }, rows }: HistogramProps) {
  const edge = (value: number) =>
    profile.type === "datetime" ? new Date(value).toISOString().slice(0, 10) : short(value);
  const caption = `${count(rows - profile.missing)} ${say.dataset.chartRows}, ${say.dataset.missing(count(profile.missing))}`;
  return (
    <Plot
      title={profile.name}
      caption={caption}
      label={say.dataset.chartLabel(profile.name)}
      xLabel={
        profile.type === "datetime"
          ? `${extreme(profile.min, profile)} – ${extreme(profile.max, profile)}`
          : profile.name
      }
      xDomain={[edges[0]!, edges.at(-1)!]}
      yDomain={[0, HEADROOM * Math.max(1, ...counts)]}
      xTick={profile.type === "datetime" ? edge : undefined}
      height={360}
    >
      {(scales) => (
        <>
          {counts.map((value, at) => (
            <rect
              key={edges[at]}
              className="bar"
              x={scales.x(edges[at]!)}
              width={Math.max(1, scales.x(edges[at + 1]!) - scales.x(edges[at]!) - 1)}
              y={scales.y(value)}
              height={scales.box.bottom - scales.y(value)}
            >
              <title>{`${edge(edges[at]!)} – ${edge(edges[at + 1]!)}: ${count(value)}`}</title>
            </rect>
          ))}
          <Middle name={say.dataset.median} value={profile.median} scales={scales} line={0} />
          <Middle name={say.dataset.mean} value={profile.mean} scales={scales} line={1} />
        </>
      )}
    </Plot>
  );
}

function Middle({ name, value, scales, line }: { name: string; value: number | null; scales: Scales; line: number }) {
  if (value === null) return null;
  return (
    <g>
      <path d={`M${scales.x(value)} ${scales.box.top}V${scales.box.bottom}`} className="middle-line" />
      <text x={scales.x(value) + 5} y={scales.box.top + 10 + 15 * line}>
        {name.toLowerCase()} {short(value)}
      </text>
    </g>
  );
}

function LargeBars({ profile, rows }: { profile: ColumnProfile; rows: number }) {
  const present = Math.max(1, rows - profile.missing);
  const most = Math.max(...profile.top!.map((value) => value.count));
  return (
    <section className="large-bars">
      <header className="plot-head">
        <h3>{profile.name}</h3>
      </header>
      <p className="plot-caption">
        {profile.distinct === null ? "" : `${say.dataset.distinct}: ${count(profile.distinct)}`}
      </p>
      <ol aria-label={say.dataset.chartLabel(profile.name)}>
        {profile.top!.map(({ value, count: times }) => (
          <li key={value}>
            <span className="large-bar-name" title={value}>
              {value}
            </span>
            <span className="large-bar" style={{ width: `${(55 * times) / most}%` }} />
            <span>
              {count(times)} <span className="plot-caption">{percent(times / present)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
