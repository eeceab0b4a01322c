/** Every column with its statistics: searchable, and only those in sight are drawn. */

import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { ColumnProfile, DatasetView } from "../../api/views";
import { resultsMessages as say } from "../../messages/results";
import { ColumnPicture } from "../charts/ColumnPicture";
import { count, extreme, percent, short, TYPE_GLYPHS, TYPE_WORDS } from "../format";
import "./dataset.css";

const ITEM_HEIGHT = 92;

export function ColumnStatistics({ view }: { view: DatasetView }) {
  const [query, setQuery] = useState("");
  const found = useMemo(() => matching(view.columns, query), [view.columns, query]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ITEM_HEIGHT,
    overscan: 5,
  });
  return (
    <div className="statistics">
      <div className="statistics-bar">
        <TextInput
          size="xs"
          aria-label={say.dataset.search}
          placeholder={say.dataset.search}
          leftSection={<IconSearch size={14} stroke={1.6} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        {view.width && (
          <span className="plot-caption" title={say.dataset.firstColumnsHow}>
            {say.dataset.firstColumns(count(view.columns.length), count(view.width))}
          </span>
        )}
        {view.profiled < view.columns.length && (
          <span className="plot-caption">
            {say.dataset.unprofiled(count(view.profiled), count(view.columns.length))}
          </span>
        )}
      </div>
      {found.length === 0 && <p className="results-message">{say.dataset.noColumn(query)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section ref={scroller} className="statistics-scroll" tabIndex={0} aria-label={say.results.columns}>
        <ul style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height: ITEM_HEIGHT }}>
              <Statistics profile={found[item.index]!} rows={view.rows} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Columns whose name or type matches. */
export function matching(columns: ColumnProfile[], query: string): ColumnProfile[] {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return columns;
  return columns.filter(
    (column) => column.name.toLowerCase().includes(wanted) || TYPE_WORDS[column.type].startsWith(wanted),
  );
}

function Statistics({ profile, rows }: { profile: ColumnProfile; rows: number }) {
  return (
    <div className="statistics-item">
      <div className="statistics-name">
        <b title={profile.name}>{profile.name}</b>
        <span>
          <span className="type-glyph">{TYPE_GLYPHS[profile.type]}</span> {TYPE_WORDS[profile.type]}
          {profile.role !== "feature" && <span className="role-chip">{profile.role}</span>}
        </span>
        <span className={profile.missing > 0 ? "column-missing" : undefined}>{missingWords(profile, rows)}</span>
      </div>
      <ColumnPicture profile={profile} rows={rows} width={200} height={64} />
      <Facts profile={profile} />
      {profile.top && <Commonest profile={profile} rows={rows} />}
    </div>
  );
}

function missingWords(profile: ColumnProfile, rows: number): string {
  if (profile.missing === 0) return say.dataset.noneMissing;
  return `${say.dataset.missing(count(profile.missing))}, ${percent(profile.missing / Math.max(1, rows))}`;
}

function Facts({ profile }: { profile: ColumnProfile }) {
  const facts: [string, string | null][] = [
    [
      say.dataset.range,
      profile.min === null ? null : `${extreme(profile.min, profile)} – ${extreme(profile.max, profile)}`,
    ],
    [say.dataset.mean, profile.mean === null ? null : short(profile.mean)],
    [say.dataset.median, profile.median === null ? null : short(profile.median)],
    [say.dataset.deviation, profile.std === null ? null : short(profile.std)],
    [say.dataset.distinct, profile.distinct === null ? null : count(profile.distinct)],
  ];
  return (
    <dl className="statistics-facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const MOST_VALUES = 4;

function Commonest({ profile, rows }: { profile: ColumnProfile; rows: number }) {
  const present = Math.max(1, rows - profile.missing);
  return (
    <ol className="statistics-top">
      {profile.top!.slice(0, MOST_VALUES).map(({ value, count: times }) => (
        <li key={value}>
          <span title={value}>{value}</span>
          <svg width={60} height={6} aria-hidden="true">
            <rect width={60} height={6} className="bar-rest" />
            <rect width={(60 * times) / present} height={6} className="bar" />
          </svg>
          <span className="number">{percent(times / present)}</span>
        </li>
      ))}
    </ol>
  );
}
