/** A dataset as a table: millions of rows and thousands of columns, filtered and sorted by the server. */

import { useMemo, useRef, useState } from "react";
import type { DatasetView } from "../../api/views";
import { table as say } from "../../messages/looking";
import { resultsMessages } from "../../messages/results";
import { count } from "../format";
import { ColumnMenu, type OpenMenu } from "./ColumnMenu";
import { shownColumns } from "./columnLayout";
import { Grid, type GridHandle } from "./Grid";
import { selectionOf, useLook } from "./look";
import { TableBar } from "./TableBar";
import { useRowCount } from "./useRows";
import "./dataset.css";
import "./grid.css";

interface Props {
  artifact: string;
  view: DatasetView;
  /** Where the table comes from, so that a selection can become a module there. */
  from: { node: string; port: string } | null;
}

export function DatasetTable({ artifact, view, from }: Props) {
  const look = useLook(artifact);
  const selection = selectionOf(look);
  const columns = useMemo(() => shownColumns(view.columns, look), [view.columns, look]);
  const counted = useRowCount(artifact, selection, view.columns.length, view.rows);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const grid = useRef<GridHandle>(null);
  return (
    <div className="table-view">
      <TableBar {...{ artifact, view, look, from, grid, columns }} rows={counted.rows} busy={counted.isFetching} />
      <div className="table-room">
        {counted.error ? (
          <p className="results-message">{counted.error.message}</p>
        ) : (
          <Grid
            ref={grid}
            {...{ artifact, view, look, columns, selection }}
            rows={counted.rows ?? 0}
            menuOpen={menu !== null}
            onMenu={setMenu}
          />
        )}
        {counted.rows === undefined && !counted.error && <p className="table-working">{say.working}</p>}
        {counted.rows === 0 && (
          <p className="results-message table-empty">{view.rows === 0 ? resultsMessages.dataset.empty : say.nothing}</p>
        )}
      </div>
      {menu && (
        <ColumnMenu
          {...{ artifact, view, look, menu }}
          onChange={setMenu}
          onClose={() => {
            setMenu(null);
            grid.current?.focus();
          }}
        />
      )}
      <span className="visually-hidden" role="status">
        {counted.rows === undefined ? say.working : say.selected(count(counted.rows), count(view.rows))}
      </span>
    </div>
  );
}
