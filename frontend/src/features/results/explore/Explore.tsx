/** The charts of a table: one column, split or compared; two against one another; all correlations. */

import type { DatasetView } from "../../../api/artifactViews";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import { SegmentedSwitch } from "../../../ui/Segments";
import { describeConditions, type TableViewState, useTableViewState } from "../dataset/tableViewState";
import { ColumnExplorer } from "./ColumnExplorer";
import { CorrelationMap } from "./CorrelationMap";
import { useExploreState } from "./exploreState";
import { ScatterExplorer } from "./ScatterExplorer";
import "./explore.css";

type ExploreKind = "column" | "scatter" | "correlation";
const KINDS: ExploreKind[] = ["column", "scatter", "correlation"];

/** Which table it is, and where its rows can go. */
export interface ExplorePlace {
  artifact: string;
  from: { node: string; port: string } | null;
  onTable: () => void;
}

export interface ExploredTable {
  place: ExplorePlace;
  view: DatasetView;
  look: TableViewState;
  /** The filter of the table as the server reads it; the order does not matter to a chart. */
  selection: string;
}

export interface ColumnPair {
  x: string;
  y: string;
}

export function ExploreTab({ place, view }: { place: ExplorePlace; view: DatasetView }) {
  const [kind, setKind] = useExploreState<ExploreKind>(place.artifact, "kind", "column");
  const [pair, setPair] = useExploreState<ColumnPair | null>(place.artifact, "pair", null);
  const look = useTableViewState(place.artifact);
  const { conditions, matchesAll } = look;
  const selection = conditions.length === 0 ? "" : JSON.stringify({ conditions, every: matchesAll });
  const shown: ExploredTable = { place, view, look, selection };
  return (
    <div className="explore">
      <div className="explore-head">
        <SegmentedSwitch
          size="xs"
          aria-label={texts.what}
          data={KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
          value={kind}
          onChange={setKind}
        />
        {conditions.length > 0 && <span className="plot-caption">{describeConditions(look)}</span>}
      </div>
      {kind === "column" && <ColumnExplorer {...shown} />}
      {kind === "scatter" && <ScatterExplorer {...shown} pair={pair} onPair={setPair} />}
      {kind === "correlation" && (
        <CorrelationMap
          {...shown}
          onPair={(chosen) => {
            setPair(chosen);
            setKind("scatter");
          }}
        />
      )}
    </div>
  );
}
