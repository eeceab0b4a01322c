/** The evaluations that the one on the screen can be compared with, to tick. */

import { Checkbox } from "@mantine/core";
import { toUrl } from "../../../api/basePath";
import { followInPage } from "../../../lib/navigation";
import { fullscreenTexts as texts } from "../../../messages/chartTexts";
import { type ComparableResult, MOST, type ResultComparison } from "./comparableResults";

export function CompareWith({ comparison }: { comparison: ResultComparison }) {
  const { inRun, runs, chosen } = comparison;
  const none = inRun.length + runs.length === 0;
  return (
    <fieldset className="full-compare" aria-label={texts.compareWith}>
      <h3 className="caption full-caption">{texts.compareWith}</h3>
      {none && <p className="full-nothing">{texts.nothing}</p>}
      {inRun.map((other) => (
        <ComparisonChoice key={other.id} other={other} comparison={comparison} />
      ))}
      {runs.map((other) => (
        <ComparisonChoice key={other.id} other={other} comparison={comparison} />
      ))}
      {chosen.length >= MOST && <p className="full-nothing">{texts.most(MOST)}</p>}
      {!none && (
        <a href={toUrl("/runs")} onClick={followInPage}>
          {texts.allRuns}
        </a>
      )}
    </fieldset>
  );
}

function ComparisonChoice({ other, comparison }: { other: ComparableResult; comparison: ResultComparison }) {
  const { chosen, choose } = comparison;
  const on = chosen.includes(other.id);
  return (
    <Checkbox
      size="xs"
      className="full-choice"
      classNames={{ labelWrapper: "full-choice-words", label: "full-choice-label" }}
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
