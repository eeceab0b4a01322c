/** The models of many groups: all errors at a glance, a small picture of each group, and one of them at a time. */

import { Checkbox, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ManyModelsView as View } from "../../../api/artifactViews";
import { formatCount } from "../../../lib/format";
import { manyModelsTexts as texts } from "../../../messages/manyModelsTexts";
import { SegmentedSwitch } from "../../../ui/Segments";
import { ErrorHistogram } from "./ErrorHistogram";
import { GroupGrid } from "./GroupGrid";
import { GroupLines, GroupPanel, LineLegend } from "./GroupPanel";
import {
  formatError,
  type GroupResult,
  type GroupSort,
  isForecast,
  nameResult,
  rankGroups,
  selectGroups,
} from "./groupSelection";
import "./manyModelsView.css";

const SORTS: GroupSort[] = ["error", "lead", "rows", "name"];

export default function ManyModelsView({ shown }: { shown: View }) {
  const groups = useMemo(() => rankGroups(shown), [shown]);
  const [words, setWords] = useState("");
  const [hidden, setHidden] = useState<ReadonlySet<GroupResult>>(new Set());
  const [sort, setSort] = useState<GroupSort>("error");
  const [rank, setRank] = useState(1);
  const selected = useMemo(() => selectGroups(groups, words, hidden, sort), [groups, words, hidden, sort]);
  const chosen = selected.find((group) => group.rank === rank) ?? selected[0];
  const compared = shown.general_error !== null;
  const step = (by: number) => {
    const next = chosen && selected[selected.indexOf(chosen) + by];
    if (next) setRank(next.rank);
  };
  return (
    <article className="many-models">
      <div className="many-models-parts">
        <div className="many-models-main">
          <header>
            <h2>{describeErrors(shown)}</h2>
            <p>
              {texts.caption(shown.metric, shown.count, formatCount(shown.rows))}{" "}
              {shown.count > groups.length && texts.cut(formatCount(groups.length))}
            </p>
          </header>
          {groups.length > 5 && <ErrorHistogram view={shown} />}
          {groups.length === 1 && groups[0]?.actual ? (
            <div className="many-models-single">
              <GroupLines view={shown} group={groups[0]} />
            </div>
          ) : (
            <>
              <div className="many-models-tools">
                <TextInput
                  type="search"
                  size="xs"
                  value={words}
                  placeholder={texts.find}
                  aria-label={texts.findLabel}
                  leftSection={<IconSearch size={14} stroke={1.6} />}
                  onChange={(event) => setWords(event.currentTarget.value)}
                />
                <ResultFilter view={shown} groups={groups} hidden={hidden} onHide={setHidden} />
                <SegmentedSwitch
                  size="xs"
                  value={sort}
                  aria-label={texts.sort}
                  onChange={setSort}
                  data={SORTS.filter((one) => compared || one !== "lead").map((one) => ({
                    value: one,
                    label: texts.sorts[one],
                  }))}
                />
              </div>
              <section className="many-models-grid">
                <header>
                  <h3>{texts.groups(formatCount(selected.length))}</h3>
                  {groups[0]?.actual && <p className="plot-caption">{texts.gridCaption}</p>}
                  {groups[0]?.actual && <LineLegend view={shown} general={false} />}
                </header>
                {selected.length > 0 ? (
                  <GroupGrid view={shown} groups={selected} chosen={chosen} onChoose={(group) => setRank(group.rank)} />
                ) : (
                  <p>{texts.none}</p>
                )}
              </section>
            </>
          )}
        </div>
        {chosen && <GroupPanel view={shown} group={chosen} onStep={step} alone={groups.length === 1} />}
      </div>
    </article>
  );
}

function describeErrors(shown: View): string {
  const own = formatError(shown, shown.error);
  const general = shown.general_error === null ? null : formatError(shown, shown.general_error);
  if (isForecast(shown)) return general === null ? texts.forecastTitleAlone(own) : texts.forecastTitle(own, general);
  return general === null ? texts.titleAlone(own) : texts.title(own, general);
}

interface FilterProps {
  view: View;
  groups: { result: GroupResult }[];
  hidden: ReadonlySet<GroupResult>;
  onHide: (hidden: ReadonlySet<GroupResult>) => void;
}

/** The results that occur, each with its groups, to be shown or not. */
function ResultFilter({ view, groups, hidden, onHide }: FilterProps) {
  const counts = useMemo(() => Map.groupBy(groups, ({ result }) => result), [groups]);
  const kinds = (Object.keys(texts.results) as GroupResult[]).filter((kind) => counts.has(kind));
  if (kinds.length < 2) return null;
  return (
    <fieldset className="many-models-filter">
      <legend className="visually-hidden">{texts.filter}</legend>
      {kinds.map((kind) => (
        <Checkbox
          key={kind}
          size="xs"
          checked={!hidden.has(kind)}
          label={`${nameResult(view, kind)} ${formatCount(counts.get(kind)?.length ?? 0)}`}
          onChange={(event) => {
            const next = new Set(hidden);
            if (event.currentTarget.checked) next.delete(kind);
            else next.add(kind);
            onHide(next);
          }}
        />
      ))}
    </fieldset>
  );
}
