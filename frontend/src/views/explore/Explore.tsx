/** The charts of a table: one column, split or compared; two against one another; all correlations. */

import type { DatasetView } from "../../api/views";
import { Segments } from "../../components/Segments";
import { explore as say } from "../../messages/looking";
import { inWords, type Look, useLook } from "../dataset/look";
import { ColumnExplorer } from "./ColumnExplorer";
import { CorrelationMap } from "./CorrelationMap";
import { useKept } from "./kept";
import { ScatterExplorer } from "./ScatterExplorer";
import "./explore.css";

type Kind = "column" | "scatter" | "correlation";
const KINDS: Kind[] = ["column", "scatter", "correlation"];

/** Which table it is, and where its rows can go. */
export interface Place {
  artifact: string;
  from: { node: string; port: string } | null;
  onTable: () => void;
}

export interface Shown {
  place: Place;
  view: DatasetView;
  look: Look;
  /** The filter of the table as the server reads it; the order does not matter to a chart. */
  selection: string;
}

export interface Pair {
  x: string;
  y: string;
}

export function Explore({ place, view }: { place: Place; view: DatasetView }) {
  const [kind, setKind] = useKept<Kind>(place.artifact, "kind", "column");
  const [pair, setPair] = useKept<Pair | null>(place.artifact, "pair", null);
  const look = useLook(place.artifact);
  const { conditions, every } = look;
  const selection = conditions.length === 0 ? "" : JSON.stringify({ conditions, every });
  const shown: Shown = { place, view, look, selection };
  return (
    <div className="explore">
      <div className="explore-head">
        <Segments
          size="xs"
          aria-label={say.what}
          data={KINDS.map((value) => ({ value, label: say.kinds[value] }))}
          value={kind}
          onChange={setKind}
        />
        {conditions.length > 0 && <span className="plot-caption">{inWords(look)}</span>}
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
