/** Every column with its statistics: searchable, and only those in sight are drawn. */

import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { ColumnProfile, DatasetView } from "../../../api/artifactViews";
import { formatCount, formatExtreme, formatPercent, formatShort, TYPE_NAMES } from "../../../lib/format";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { ColumnPicture } from "../../../ui/charts/ColumnPicture";
import { RoleChip } from "../../../ui/RoleChip";
import { TypeGlyph } from "../../../ui/TypeGlyph";
import "./datasetTable.css";
import "./columnStatistics.css";

const ITEM_HEIGHT = 92;

interface Props {
  view: DatasetView;
  /** Whether the table beside shows some of the rows only. */
  isFiltered?: boolean;
}

export function ColumnStatistics({ view, isFiltered = false }: Props) {
  const [query, setQuery] = useState("");
  const found = useMemo(() => filterColumnProfiles(view.columns, query), [view.columns, query]);
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
          aria-label={texts.dataset.search}
          placeholder={texts.dataset.search}
          leftSection={<IconSearch size={14} stroke={1.6} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        {isFiltered && <span className="plot-caption">{texts.dataset.ofAllRows(formatCount(view.rows))}</span>}
        {view.width && (
          <span className="plot-caption" title={texts.dataset.firstColumnsHow}>
            {texts.dataset.firstColumns(formatCount(view.columns.length), formatCount(view.width))}
          </span>
        )}
        {view.profiled < view.columns.length && (
          <span className="plot-caption">
            {texts.dataset.unprofiled(formatCount(view.profiled), formatCount(view.columns.length))}
          </span>
        )}
      </div>
      {found.length === 0 && <p className="results-message">{texts.dataset.noColumn(query)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section ref={scroller} className="statistics-scroll" tabIndex={0} aria-label={texts.results.columns}>
        <ul style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height: ITEM_HEIGHT }}>
              <ProfileStatistics profile={found[item.index]!} rows={view.rows} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Columns whose name or type matches. */
export function filterColumnProfiles(columns: ColumnProfile[], query: string): ColumnProfile[] {
  const needle = query.trim().toLowerCase();
  if (!needle) return columns;
  return columns.filter(
    (column) => column.name.toLowerCase().includes(needle) || TYPE_NAMES[column.type].startsWith(needle),
  );
}

function ProfileStatistics({ profile, rows }: { profile: ColumnProfile; rows: number }) {
  return (
    <div className="statistics-item">
      <div className="statistics-name">
        <b title={profile.name}>{profile.name}</b>
        <span>
          <TypeGlyph type={profile.type} /> {TYPE_NAMES[profile.type]}
          {profile.role !== "feature" && <RoleChip role={profile.role} />}
        </span>
        <span className={profile.missing > 0 ? "column-missing" : undefined}>{describeMissing(profile, rows)}</span>
      </div>
      <ColumnPicture profile={profile} rows={rows} width={200} height={64} />
      <ProfileFacts profile={profile} />
      {profile.top && <CommonestValues profile={profile} rows={rows} />}
    </div>
  );
}

function describeMissing(profile: ColumnProfile, rows: number): string {
  if (profile.missing === 0) return texts.dataset.noneMissing;
  return `${texts.dataset.missing(formatCount(profile.missing))}, ${formatPercent(profile.missing / Math.max(1, rows))}`;
}

function ProfileFacts({ profile }: { profile: ColumnProfile }) {
  const facts: [string, string | null][] = [
    [
      texts.dataset.range,
      profile.min === null ? null : `${formatExtreme(profile.min, profile)} – ${formatExtreme(profile.max, profile)}`,
    ],
    [texts.dataset.mean, profile.mean === null ? null : formatShort(profile.mean)],
    [texts.dataset.median, profile.median === null ? null : formatShort(profile.median)],
    [texts.dataset.deviation, profile.std === null ? null : formatShort(profile.std)],
    [texts.dataset.distinct, profile.distinct === null ? null : formatCount(profile.distinct)],
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

function CommonestValues({ profile, rows }: { profile: ColumnProfile; rows: number }) {
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
          <span className="number">{formatPercent(times / present)}</span>
        </li>
      ))}
    </ol>
  );
}
