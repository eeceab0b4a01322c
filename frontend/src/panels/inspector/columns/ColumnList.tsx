/** The columns of a port with their ticks, types, pictures and missing shares; ten thousand of them scroll smoothly. */

import { Checkbox, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useRef, useState } from "react";
import type { Column } from "../../../api/types";
import type { ColumnProfile } from "../../../api/views";
import { resultsMessages as say } from "../../../messages/results";
import { inFewWords } from "../../../sample/seen";
import { ColumnPicture } from "../../../views/charts/ColumnPicture";
import { count, percent, TYPE_GLYPHS, TYPE_WORDS } from "../../../views/format";
import { type Filter, type Group, shownColumns } from "../columnChoice";
import type { Profiles } from "../useIncoming";

const ROW = 27;
const MOST_ROWS = 12;

interface Props {
  columns: Column[];
  profiles: Profiles;
  kept: (column: Column) => boolean;
  onKeep: (columns: Column[], keep: boolean) => void;
}

export function ColumnList({ columns, profiles, kept, onKeep }: Props) {
  const [filter, setFilter] = useState<Filter>({ group: "all", query: "" });
  const shown = shownColumns(columns, filter, profiles.byName, kept);
  const all = shown.length > 0 && shown.every(kept);
  return (
    <div className="column-list">
      <TextInput
        size="sm"
        variant="unstyled"
        className="column-search"
        aria-label={say.inspector.columns.find}
        placeholder={say.inspector.columns.find}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={filter.query}
        onChange={(event) => setFilter({ ...filter, query: event.currentTarget.value })}
      />
      <Groups
        columns={columns}
        profiles={profiles}
        kept={kept}
        group={filter.group}
        onChange={(group) => setFilter({ ...filter, group })}
      />
      <div className="column-row column-list-head">
        <Checkbox
          size="xs"
          aria-label={say.inspector.columns.toggleShown}
          checked={all}
          indeterminate={!all && shown.some(kept)}
          onChange={() => onKeep(shown, !all)}
        />
        <span />
        <span>{say.inspector.columns.name}</span>
        {profiles.rows > 0 && (
          <>
            <span>{say.inspector.columns.values}</span>
            <span className="number">{say.inspector.columns.missing}</span>
          </>
        )}
      </div>
      {shown.length === 0 ? (
        <p className="column-list-empty">{say.inspector.columns.nothing(filter.query)}</p>
      ) : (
        <Rows columns={shown} profiles={profiles} kept={kept} onKeep={onKeep} />
      )}
    </div>
  );
}

interface GroupsProps extends Omit<Props, "onKeep"> {
  group: Group;
  onChange: (group: Group) => void;
}

/** Chips that narrow the list; those without a column do not show. */
function Groups({ columns, profiles, kept, group, onChange }: GroupsProps) {
  const words = say.inspector.columns;
  const groups: [Group, string][] = [
    ["all", words.chipAll],
    ["numbers", words.chipNumbers],
    ["text", words.chipText],
    ["missing", words.chipMissing],
    ["kept", words.chipChosen],
  ];
  return (
    <div className="column-groups">
      {groups.map(([name, label]) => {
        const size = shownColumns(columns, { group: name, query: "" }, profiles.byName, kept).length;
        return size === 0 && name !== "all" ? null : (
          <button
            key={name}
            type="button"
            className="column-chip"
            aria-pressed={group === name}
            onClick={() => onChange(name)}
          >
            {label} {count(size)}
          </button>
        );
      })}
    </div>
  );
}

function Rows({ columns, profiles, kept, onKeep }: Props) {
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
                kept={kept(column)}
                onKeep={(keep) => onKeep([column], keep)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface RowProps {
  column: Column;
  profile: ColumnProfile | undefined;
  rows: number;
  kept: boolean;
  onKeep: (keep: boolean) => void;
}

const ColumnRow = memo(function ColumnRow({ column, profile, rows, kept, onKeep }: RowProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: its checkbox is what keyboards use
    <div className={`column-row${kept ? "" : " column-out"}`} onClick={() => onKeep(!kept)}>
      <Checkbox
        size="xs"
        checked={kept}
        aria-label={column.name}
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => onKeep(event.currentTarget.checked)}
      />
      <span className="type-glyph" title={TYPE_WORDS[column.type]}>
        {TYPE_GLYPHS[column.type]}
      </span>
      <span className="column-row-name" title={[column.name, inFewWords(column.seen)].filter(Boolean).join(": ")}>
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
  if (profile.missing === 0) return <span className="number column-none">{say.inspector.columns.noMissing}</span>;
  const share = profile.missing / rows;
  return (
    <span className="column-share">
      <svg width={20} height={5} aria-hidden="true">
        <rect width={20} height={5} className="bar-rest" />
        <rect width={Math.max(1.5, 20 * share)} height={5} className="bar-missing" />
      </svg>
      {percent(share)}
    </span>
  );
}
