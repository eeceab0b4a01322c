/** A dataset as a table: millions of rows and thousands of columns, filtered and sorted by the server. */

import { useMemo, useRef, useState } from "react";
import type { DatasetView } from "../../../api/artifactViews";
import { formatCount } from "../../../lib/format";
import { tableTexts as texts } from "../../../messages/chartTexts";
import { resultTexts } from "../../../messages/resultTexts";
import { ColumnMenu, type OpenColumnMenu } from "./ColumnMenu";
import { placeColumns } from "./columnLayout";
import { Grid, type GridHandle } from "./Grid";
import { TableBar } from "./TableBar";
import { serializeSelection, useTableViewState } from "./tableViewState";
import { useRowCount } from "./useRows";
import "./datasetTable.css";
import "./grid.css";

interface Props {
  artifact: string;
  view: DatasetView;
  /** Where the table comes from, so that a selection can become a module there. */
  from: { node: string; port: string } | null;
}

export function DatasetTable({ artifact, view, from }: Props) {
  const look = useTableViewState(artifact);
  const selection = serializeSelection(look);
  const columns = useMemo(() => placeColumns(view.columns, look), [view.columns, look]);
  const counted = useRowCount(artifact, selection, view.columns.length, view.rows);
  const [menu, setMenu] = useState<OpenColumnMenu | null>(null);
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
        {counted.rows === undefined && !counted.error && <p className="table-working">{texts.working}</p>}
        {counted.rows === 0 && (
          <p className="results-message table-empty">{view.rows === 0 ? resultTexts.dataset.empty : texts.nothing}</p>
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
        {counted.rows === undefined ? texts.working : texts.selected(formatCount(counted.rows), formatCount(view.rows))}
      </span>
    </div>
  );
}
