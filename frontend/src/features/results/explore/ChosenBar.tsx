/** What is chosen in the chart, and what can be made of it. */

import { Button } from "@mantine/core";
import { type Condition, formatCondition } from "../../../graph/rowConditions";
import { tableTexts, exploreTexts as texts } from "../../../messages/chartTexts";
import { filterNodeRows } from "../dataset/filterNode";
import { changeTableViewState, type TableViewState } from "../dataset/tableViewState";
import type { ExplorePlace } from "./Explore";

interface Props {
  place: ExplorePlace;
  look: TableViewState;
  conditions: Condition[];
  /** How rows are chosen here. */
  hint?: string;
  onClear: () => void;
}

export function SelectionBar({
  place: { artifact, from, onTable },
  look,
  conditions,
  hint = texts.brush,
  onClear,
}: Props) {
  if (conditions.length === 0) return <p className="chosen-bar chosen-hint">{hint}</p>;
  // The chart shows what the filter left, so that the choice adds to it.
  const all = look.matchesAll ? [...look.conditions, ...conditions] : conditions;
  return (
    <div className="chosen-bar" role="status">
      <span>{texts.chosen(conditions.map(formatCondition).join(" and "))}</span>
      {from && (
        <Button size="compact-sm" title={tableTexts.keepHelp} onClick={() => void filterNodeRows(from, all, true)}>
          {tableTexts.keepRows}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          changeTableViewState(artifact, { conditions: all, matchesAll: true });
          onTable();
        }}
      >
        {texts.filterTable}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>
        {texts.clearBrush}
      </Button>
    </div>
  );
}
