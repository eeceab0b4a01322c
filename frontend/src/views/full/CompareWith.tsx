/** The evaluations that the one on the screen can be compared with, to tick. */

import { Checkbox } from "@mantine/core";
import { urlOf } from "../../api/base";
import { full as say } from "../../messages/looking";
import { followHere } from "../../navigation";
import { type Comparison, MOST, type Other } from "./comparing";

export function CompareWith({ comparison }: { comparison: Comparison }) {
  const { inRun, runs, chosen } = comparison;
  const none = inRun.length + runs.length === 0;
  return (
    <fieldset className="full-compare" aria-label={say.compareWith}>
      <h3 className="caption">{say.compareWith}</h3>
      {none && <p className="full-nothing">{say.nothing}</p>}
      {inRun.map((other) => (
        <Choice key={other.id} other={other} comparison={comparison} />
      ))}
      {runs.map((other) => (
        <Choice key={other.id} other={other} comparison={comparison} />
      ))}
      {chosen.length >= MOST && <p className="full-nothing">{say.most(MOST)}</p>}
      {!none && (
        <a href={urlOf("/runs")} onClick={followHere}>
          {say.allRuns}
        </a>
      )}
    </fieldset>
  );
}

function Choice({ other, comparison }: { other: Other; comparison: Comparison }) {
  const { chosen, choose } = comparison;
  const on = chosen.includes(other.id);
  return (
    <Checkbox
      size="xs"
      className="full-choice"
      label={
        <>
          <span>{other.name}</span> <span className="full-fact">{other.fact}</span>
        </>
      }
      checked={on}
      disabled={!on && chosen.length >= MOST}
      onChange={(event) => choose(other.id, event.currentTarget.checked)}
    />
  );
}
