/** Above the table: what is filtered and sorted, where to find a column, what to do with the rows. */

import { Autocomplete, Button, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns, IconCopy, IconFilter, IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useState } from "react";
import type { DatasetView } from "../../../api/artifactViews";
import { formatCondition, shortenCondition } from "../../../graph/rowConditions";
import { formatCount } from "../../../lib/format";
import { tableTexts as texts } from "../../../messages/chartTexts";
import { datasetTexts as moreTexts } from "../../../messages/datasetTexts";
import { SegmentedSwitch } from "../../../ui/Segments";
import type { PlacedColumn } from "./columnLayout";
import { filterNodeRows } from "./filterNode";
import type { GridHandle } from "./Grid";
import { changeTableViewState, type TableViewState } from "./tableViewState";

interface Props {
  artifact: string;
  view: DatasetView;
  look: TableViewState;
  columns: PlacedColumn[];
  /** Rows of the selection; undefined while they are counted. */
  rows: number | undefined;
  busy: boolean;
  from: { node: string; port: string } | null;
  grid: RefObject<GridHandle | null>;
}

export function TableBar({ artifact, view, look, columns, rows, busy, from, grid }: Props) {
  const { conditions, sort, matchesAll } = look;
  return (
    <div className="table-bar" role="toolbar" aria-label={texts.columns}>
      <ColumnJump columns={columns} grid={grid} />
      <ColumnsMenu {...{ artifact, view, look }} />
      <CopyMenu grid={grid} />
      {view.width && (
        <span className="plot-caption" title={moreTexts.firstColumnsHow}>
          {moreTexts.firstColumns(formatCount(view.columns.length), formatCount(view.width))}
        </span>
      )}
      {view.remark && (
        <span className="plot-caption table-remark" title={view.remark}>
          {view.remark}
        </span>
      )}
      <div className="table-chips">
        {conditions.length > 1 && (
          <span className="table-match">
            <SegmentedSwitch
              size="xs"
              aria-label={texts.match}
              data={[
                { value: "every", label: texts.every },
                { value: "any", label: texts.any },
              ]}
              value={matchesAll ? "every" : "any"}
              onChange={(to) => changeTableViewState(artifact, { matchesAll: to === "every" })}
            />
          </span>
        )}
        {conditions.map((condition, at) => (
          <ConditionChip
            key={`${condition.column} ${at}`}
            title={formatCondition(condition)}
            icon={<IconFilter size={13} stroke={1.8} />}
            remove={texts.removeFilter(formatCondition(condition))}
            onRemove={() =>
              changeTableViewState(artifact, { conditions: conditions.filter((_, place) => place !== at) })
            }
          >
            {formatCondition(shortenCondition(condition))}
          </ConditionChip>
        ))}
        {sort.map((key) => (
          <ConditionChip
            key={key.column}
            title={key.column}
            icon={key.descending ? <IconArrowDown size={13} stroke={1.8} /> : <IconArrowUp size={13} stroke={1.8} />}
            remove={texts.removeSort(key.column)}
            onRemove={() =>
              changeTableViewState(artifact, { sort: sort.filter(({ column }) => column !== key.column) })
            }
          >
            {key.column}
          </ConditionChip>
        ))}
        {conditions.length > 0 && (
          <span className="table-count" aria-busy={busy}>
            {rows === undefined ? texts.working : texts.selected(formatCount(rows), formatCount(view.rows))}
          </span>
        )}
      </div>
      {conditions.length > 0 && (
        <span className="table-actions">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => changeTableViewState(artifact, { conditions: [], matchesAll: true })}
          >
            {texts.clear}
          </Button>
          {from && (
            <Button
              size="compact-sm"
              title={texts.keepHelp}
              onClick={() => void filterNodeRows(from, conditions, matchesAll)}
            >
              {texts.keepRows}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

interface ConditionChipProps {
  icon: ReactNode;
  title: string;
  remove: string;
  onRemove: () => void;
  children: string;
}

function ConditionChip({ icon, title, remove, onRemove, children }: ConditionChipProps) {
  return (
    <span className="table-chip">
      {icon}
      <span title={title}>{children}</span>
      <button type="button" aria-label={remove} title={remove} onClick={onRemove}>
        <IconX size={12} stroke={2} />
      </button>
    </span>
  );
}

const MOST_FOUND = 50;

function ColumnJump({ columns, grid }: Pick<Props, "columns" | "grid">) {
  const [query, setQuery] = useState("");
  const go = (name: string) => {
    const needle = name.trim().toLowerCase();
    const at = columns.findIndex(({ profile }) => profile.name.toLowerCase() === needle);
    const found = at >= 0 ? at : columns.findIndex(({ profile }) => profile.name.toLowerCase().includes(needle));
    if (needle === "" || found < 0) return;
    setQuery("");
    grid.current?.goTo(found);
  };
  return (
    <Autocomplete
      size="xs"
      w={150}
      limit={MOST_FOUND}
      aria-label={texts.jump}
      placeholder={texts.jump}
      leftSection={<IconSearch size={13} stroke={1.6} />}
      data={[...new Set(columns.map(({ profile }) => profile.name))]}
      value={query}
      onChange={setQuery}
      onOptionSubmit={go}
      onKeyDown={(event) => event.key === "Enter" && go(query)}
    />
  );
}

function ColumnsMenu({ artifact, view, look }: Pick<Props, "artifact" | "view" | "look">) {
  if (look.hidden.length === 0) return null;
  const hidden = view.columns.filter(({ name }) => look.hidden.includes(name));
  return (
    <Menu position="bottom-start" closeOnItemClick={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconColumns size={14} stroke={1.6} />}>
          {texts.hidden(formatCount(look.hidden.length))}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflow: "auto" }}>
        <Menu.Item onClick={() => changeTableViewState(artifact, { hidden: [] })}>{texts.showAll}</Menu.Item>
        <Menu.Divider />
        {hidden.map(({ name }) => (
          <Menu.Item
            key={name}
            onClick={() => changeTableViewState(artifact, { hidden: look.hidden.filter((one) => one !== name) })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function CopyMenu({ grid }: Pick<Props, "grid">) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconCopy size={14} stroke={1.6} />}>
          {texts.copy}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => grid.current?.copy("tsv", true)}>{texts.copyTsv}</Menu.Item>
        <Menu.Item onClick={() => grid.current?.copy("csv", true)}>{texts.copyCsv}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
