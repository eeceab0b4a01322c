/** What was found, in groups; one option is active, and Enter in the field presses it. */

import { useDebouncedValue } from "@mantine/hooks";
import { useEffect } from "react";
import { appTexts } from "../../messages/appTexts";
import { searchTexts as texts } from "../../messages/searchTexts";
import { SearchResultRow } from "./SearchResultRow";
import { groupMatches, useSearchSources } from "./searchSources";

interface Props {
  query: string;
  active: number;
  onActive: (place: number) => void;
  onChosen: () => void;
  /** Told how many options there are. */
  onCount: (count: number) => void;
}

export default function SearchResults({ query, active, onActive, onChosen, onCount }: Props) {
  const [debouncedQuery] = useDebouncedValue(query.trim(), 150);
  const { sources, reading, failed } = useSearchSources(debouncedQuery);
  const groups = groupMatches(sources, query);
  const count = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  let place = -1;
  useEffect(() => onCount(count), [onCount, count]);
  return (
    <>
      <p className="visually-hidden" role="status">
        {query !== "" && !reading && (count > 0 ? texts.counted(count) : texts.nothing(query))}
      </p>
      {failed && <p className="search-hint">{texts.failed}</p>}
      {count === 0 && <NoSearchResults query={query} reading={reading} />}
      <div id="search-found" className="search-list" role="listbox" aria-label={texts.found}>
        {groups.map(({ kind, entries }) => (
          <div key={kind} role="group" aria-label={texts.groups[kind]}>
            <p className="caption search-caption" role="presentation">
              {texts.groups[kind]}
            </p>
            {entries.map((entry) => {
              place += 1;
              const at = place;
              return (
                <SearchResultRow
                  key={`${kind} ${at}`}
                  id={`search-found-${at}`}
                  entry={entry}
                  active={at === active}
                  onActive={() => onActive(at)}
                  onChosen={onChosen}
                />
              );
            })}
          </div>
        ))}
      </div>
      {count > 0 && query === "" && <p className="search-hint">{texts.hint}</p>}
    </>
  );
}

function NoSearchResults({ query, reading }: { query: string; reading: boolean }) {
  if (reading) return <p className="search-hint">{appTexts.loading}</p>;
  if (query === "") return <p className="search-hint">{texts.hint}</p>;
  return (
    <div className="search-nothing">
      <p>{texts.nothing(query)}</p>
      <p className="search-hint">{texts.nothingHow}</p>
    </div>
  );
}
