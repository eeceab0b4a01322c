/** What is chosen in the chart, and what can be made of it. */

import { Button } from "@mantine/core";
import { type Condition, conditionWords } from "../../graph/conditions";
import { explore as say, table } from "../../messages/looking";
import { keepRows } from "../dataset/keepRows";
import { changeLook, type Look } from "../dataset/look";
import type { Place } from "./Explore";

interface Props {
  place: Place;
  look: Look;
  conditions: Condition[];
  /** How rows are chosen here. */
  hint?: string;
  onClear: () => void;
}

export function ChosenBar({ place: { artifact, from, onTable }, look, conditions, hint = say.brush, onClear }: Props) {
  if (conditions.length === 0) return <p className="chosen-bar chosen-hint">{hint}</p>;
  // The chart shows what the filter left, so that the choice adds to it.
  const all = look.every ? [...look.conditions, ...conditions] : conditions;
  return (
    <div className="chosen-bar" role="status">
      <span>{say.chosen(conditions.map(conditionWords).join(" and "))}</span>
      {from && (
        <Button size="compact-sm" title={table.keepHelp} onClick={() => void keepRows(from, all, true)}>
          {table.keep}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          changeLook(artifact, { conditions: all, every: true });
          onTable();
        }}
      >
        {say.filterTable}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>
        {say.takeAway}
      </Button>
    </div>
  );
}
