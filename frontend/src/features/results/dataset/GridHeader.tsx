/** The head of the grid: one header per column in sight, with its order, its filter and the edge that makes it wider. */

import { resultTexts as texts } from "../../../messages/resultTexts";
import { ColumnHeader } from "./ColumnHeader";
import type { MarkedCells } from "./cellSelection";
import type { ColumnsInSight } from "./Grid";
import type { TableViewState } from "./tableViewState";

interface Props {
  id: string;
  seen: ColumnsInSight;
  look: TableViewState;
  rows: number;
  marked: MarkedCells;
}

export function GridHeader({ id, seen, look, rows, marked }: Props) {
  const header = ({ column, at }: ColumnsInSight["drawn"][number]) => {
    const { profile, width, frozen, left } = column;
    const place = look.sort.findIndex((key) => key.column === profile.name);
    const key = look.sort[place];
    return (
      <th
        key={column.index}
        id={`${id}--1-${at}`}
        scope="col"
        data-row={-1}
        data-column={at}
        aria-label={profile.name}
        aria-colindex={at + 2}
        aria-sort={key ? (key.descending ? "descending" : "ascending") : undefined}
        data-active={(marked.active.row === -1 && marked.active.column === at) || undefined}
        className={frozen ? "frozen" : undefined}
        style={frozen ? { left: seen.numbers + left } : undefined}
      >
        <ColumnHeader
          profile={profile}
          rows={rows}
          width={width}
          sorted={key ? { place: place + 1, descending: key.descending } : null}
          filtered={look.conditions.some((condition) => condition.column === profile.name)}
          alone={look.sort.length === 1}
        />
        <span className="column-edge" data-edge aria-hidden="true" />
      </th>
    );
  };
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th
          scope="col"
          className="row-number"
          data-row={-1}
          data-column={-1}
          aria-label={texts.dataset.row}
          aria-colindex={1}
        >
          #
        </th>
        {seen.drawn.slice(0, seen.frozen).map(header)}
        <td className="gap" aria-hidden="true" />
        {seen.drawn.slice(seen.frozen).map(header)}
        <td className="gap" aria-hidden="true" />
      </tr>
    </thead>
  );
}
