/** The columns of a port with their ticks, types, pictures and missing shares; ten thousand of them scroll smoothly. */

import { Checkbox, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useRef, useState } from "react";
import type { Column } from "../../../api/apiTypes";
import type { ColumnProfile } from "../../../api/artifactViews";
import { formatCount, formatPercent, TYPE_NAMES } from "../../../lib/format";
import { summarizeColumn } from "../../../lib/summarizeColumn";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { ColumnPicture } from "../../../ui/charts/ColumnPicture";
import { TypeGlyph } from "../../../ui/TypeGlyph";
import { type ColumnGroup, type ColumnListFilter, filterColumns } from "../columnChoice";
import type { ColumnProfiles } from "../useIncoming";
import "./columnList.css";

const ROW = 27;
const MOST_ROWS = 12;

interface Props {
  columns: Column[];
  profiles: ColumnProfiles;
  chosen: (column: Column) => boolean;
  onChoose: (columns: Column[], keep: boolean) => void;
}

export function ColumnList({ columns, profiles, chosen, onChoose }: Props) {
  const [filter, setFilter] = useState<ColumnListFilter>({ group: "all", query: "" });
  const shown = filterColumns(columns, filter, profiles.byName, chosen);
  const all = shown.length > 0 && shown.every(chosen);
  return (
    <div className="column-list">
      <TextInput
        size="sm"
        variant="unstyled"
        className="column-search"
        classNames={{ input: "column-search-input" }}
        aria-label={texts.inspector.columns.find}
        placeholder={texts.inspector.columns.find}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={filter.query}
        onChange={(event) => setFilter({ ...filter, query: event.currentTarget.value })}
      />
      <ColumnGroups
        columns={columns}
        profiles={profiles}
        chosen={chosen}
        group={filter.group}
        onChange={(group) => setFilter({ ...filter, group })}
      />
      <div className="column-row column-list-head">
        <Checkbox
          size="xs"
          aria-label={texts.inspector.columns.toggleShown}
          checked={all}
          indeterminate={!all && shown.some(chosen)}
          onChange={() => onChoose(shown, !all)}
        />
        <span />
        <span>{texts.inspector.columns.name}</span>
        {profiles.rows > 0 && (
          <>
            <span>{texts.inspector.columns.values}</span>
            <span className="number">{texts.inspector.columns.missing}</span>
          </>
        )}
      </div>
      {shown.length === 0 ? (
        <p className="column-list-empty">{texts.inspector.columns.nothing(filter.query)}</p>
      ) : (
        <ColumnRows columns={shown} profiles={profiles} chosen={chosen} onChoose={onChoose} />
      )}
    </div>
  );
}

interface ColumnGroupsProps extends Omit<Props, "onChoose"> {
  group: ColumnGroup;
  onChange: (group: ColumnGroup) => void;
}

/** Chips that narrow the list; those without a column do not show. */
function ColumnGroups({ columns, profiles, chosen, group, onChange }: ColumnGroupsProps) {
  const words = texts.inspector.columns;
  const groups: [ColumnGroup, string][] = [
    ["all", words.chipAll],
    ["numbers", words.chipNumbers],
    ["text", words.chipText],
    ["missing", words.chipMissing],
    ["kept", words.chipChosen],
  ];
  return (
    <div className="column-groups">
      {groups.map(([name, label]) => {
        const size = filterColumns(columns, { group: name, query: "" }, profiles.byName, chosen).length;
        return size === 0 && name !== "all" ? null : (
          <button
            key={name}
            type="button"
            className="column-chip"
            aria-pressed={group === name}
            onClick={() => onChange(name)}
          >
            {label} {formatCount(size)}
          </button>
        );
      })}
    </div>
  );
}

function ColumnRows({ columns, profiles, chosen, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  return (
    <div ref={scroller} className="column-rows" style={{ height: Math.min(columns.length, MOST_ROWS) * ROW }}>
      <ul style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const column = columns[item.index]!;
          return (
            <li key={column.name} style={{ transform: `translateY(${item.start}px)` }}>
              <ColumnRow
                column={column}
                profile={profiles.byName.get(column.name)}
                rows={profiles.rows}
                isChosen={chosen(column)}
                onChoose={(keep) => onChoose([column], keep)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface ColumnRowProps {
  column: Column;
  profile: ColumnProfile | undefined;
  rows: number;
  isChosen: boolean;
  onChoose: (keep: boolean) => void;
}

const ColumnRow = memo(function ColumnRow({ column, profile, rows, isChosen, onChoose }: ColumnRowProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: its checkbox is what keyboards use
    <div className={`column-row${isChosen ? "" : " column-out"}`} onClick={() => onChoose(!isChosen)}>
      <Checkbox
        size="xs"
        checked={isChosen}
        aria-label={column.name}
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <TypeGlyph type={column.type} title={TYPE_NAMES[column.type]} />
      <span className="column-row-name" title={[column.name, summarizeColumn(column.seen)].filter(Boolean).join(": ")}>
        {column.name}
      </span>
      {rows > 0 && (
        <>
          {profile ? <ColumnPicture profile={profile} rows={rows} width={50} height={16} /> : <span />}
          <MissingShare profile={profile} rows={rows} />
        </>
      )}
    </div>
  );
});

function MissingShare({ profile, rows }: { profile: ColumnProfile | undefined; rows: number }) {
  if (!profile) return <span />;
  if (profile.missing === 0) return <span className="number column-none">{texts.inspector.columns.noMissing}</span>;
  const share = profile.missing / rows;
  return (
    <span className="column-share">
      <svg width={20} height={5} aria-hidden="true">
        <rect width={20} height={5} className="bar-rest" />
        <rect width={Math.max(1.5, 20 * share)} height={5} className="bar-missing" />
      </svg>
      {formatPercent(share)}
    </span>
  );
}
