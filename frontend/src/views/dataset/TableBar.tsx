/** Above the table: what is filtered and sorted, where to find a column, what to do with the rows. */

import { Autocomplete, Button, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns, IconCopy, IconFilter, IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useState } from "react";
import type { DatasetView } from "../../api/views";
import { Segments } from "../../components/Segments";
import { conditionWords } from "../../graph/conditions";
import { dataset as words } from "../../messages/dataset";
import { table as say } from "../../messages/looking";
import { count } from "../format";
import type { ShownColumn } from "./columnLayout";
import type { GridHandle } from "./Grid";
import { keepRows } from "./keepRows";
import { changeLook, type Look } from "./look";

interface Props {
  artifact: string;
  view: DatasetView;
  look: Look;
  columns: ShownColumn[];
  /** Rows of the selection; undefined while they are counted. */
  rows: number | undefined;
  busy: boolean;
  from: { node: string; port: string } | null;
  grid: RefObject<GridHandle | null>;
}

export function TableBar({ artifact, view, look, columns, rows, busy, from, grid }: Props) {
  const { conditions, sort, every } = look;
  return (
    <div className="table-bar" role="toolbar" aria-label={say.columns}>
      <ColumnJump columns={columns} grid={grid} />
      <ColumnsMenu {...{ artifact, view, look }} />
      <CopyMenu grid={grid} />
      {view.width && (
        <span className="plot-caption" title={words.firstColumnsHow}>
          {words.firstColumns(count(view.columns.length), count(view.width))}
        </span>
      )}
      <div className="table-chips">
        {conditions.length > 1 && (
          <span className="table-match">
            <Segments
              size="xs"
              aria-label={say.match}
              data={[
                { value: "every", label: say.every },
                { value: "any", label: say.any },
              ]}
              value={every ? "every" : "any"}
              onChange={(to) => changeLook(artifact, { every: to === "every" })}
            />
          </span>
        )}
        {conditions.map((condition, at) => (
          <Chip
            key={`${condition.column} ${at}`}
            icon={<IconFilter size={13} stroke={1.8} />}
            remove={say.removeFilter(conditionWords(condition))}
            onRemove={() => changeLook(artifact, { conditions: conditions.filter((_, place) => place !== at) })}
          >
            {conditionWords(condition)}
          </Chip>
        ))}
        {sort.map((key) => (
          <Chip
            key={key.column}
            icon={key.descending ? <IconArrowDown size={13} stroke={1.8} /> : <IconArrowUp size={13} stroke={1.8} />}
            remove={say.removeSort(key.column)}
            onRemove={() => changeLook(artifact, { sort: sort.filter(({ column }) => column !== key.column) })}
          >
            {key.column}
          </Chip>
        ))}
        {conditions.length > 0 && (
          <span className="table-count" aria-busy={busy}>
            {rows === undefined ? say.working : say.selected(count(rows), count(view.rows))}
          </span>
        )}
      </div>
      {conditions.length > 0 && (
        <span className="table-actions">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => changeLook(artifact, { conditions: [], every: true })}
          >
            {say.clear}
          </Button>
          {from && (
            <Button size="compact-sm" title={say.keepHelp} onClick={() => void keepRows(from, conditions, every)}>
              {say.keep}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

interface ChipProps {
  icon: ReactNode;
  remove: string;
  onRemove: () => void;
  children: string;
}

function Chip({ icon, remove, onRemove, children }: ChipProps) {
  return (
    <span className="table-chip">
      {icon}
      <span title={children}>{children}</span>
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
    const wanted = name.trim().toLowerCase();
    const at = columns.findIndex(({ profile }) => profile.name.toLowerCase() === wanted);
    const found = at >= 0 ? at : columns.findIndex(({ profile }) => profile.name.toLowerCase().includes(wanted));
    if (wanted === "" || found < 0) return;
    setQuery("");
    grid.current?.goTo(found);
  };
  return (
    <Autocomplete
      size="xs"
      w={150}
      limit={MOST_FOUND}
      aria-label={say.jump}
      placeholder={say.jump}
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
          {say.hidden(count(look.hidden.length))}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflow: "auto" }}>
        <Menu.Item onClick={() => changeLook(artifact, { hidden: [] })}>{say.showAll}</Menu.Item>
        <Menu.Divider />
        {hidden.map(({ name }) => (
          <Menu.Item
            key={name}
            onClick={() => changeLook(artifact, { hidden: look.hidden.filter((one) => one !== name) })}
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
          {say.copy}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => grid.current?.copy("tsv", true)}>{say.copyTsv}</Menu.Item>
        <Menu.Item onClick={() => grid.current?.copy("csv", true)}>{say.copyCsv}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
