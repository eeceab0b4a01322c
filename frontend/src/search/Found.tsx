/** What was found, in groups; one option is active, and Enter in the field presses it. */

import { useDebouncedValue } from "@mantine/hooks";
import { useEffect } from "react";
import { text } from "../messages/en";
import { searching as say } from "../messages/searching";
import { FoundRow } from "./FoundRow";
import { groupsOf, useSources } from "./sources";

interface Props {
  query: string;
  active: number;
  onActive: (place: number) => void;
  onChosen: () => void;
  /** Told how many options there are. */
  onCount: (count: number) => void;
}

export default function Found({ query, active, onActive, onChosen, onCount }: Props) {
  const [asked] = useDebouncedValue(query.trim(), 150);
  const { sources, reading, failed } = useSources(asked);
  const groups = groupsOf(sources, query);
  const count = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  let place = -1;
  useEffect(() => onCount(count), [onCount, count]);
  return (
    <>
      <p className="visually-hidden" role="status">
        {query !== "" && !reading && (count > 0 ? say.counted(count) : say.nothing(query))}
      </p>
      {failed && <p className="search-hint">{say.failed}</p>}
      {count === 0 && <Nothing query={query} reading={reading} />}
      <div id="search-found" role="listbox" aria-label={say.found}>
        {groups.map(({ kind, entries }) => (
          <div key={kind} role="group" aria-label={say.groups[kind]}>
            <p className="caption" role="presentation">
              {say.groups[kind]}
            </p>
            {entries.map((entry) => {
              place += 1;
              const at = place;
              return (
                <FoundRow
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
      {count > 0 && query === "" && <p className="search-hint">{say.hint}</p>}
    </>
  );
}

function Nothing({ query, reading }: { query: string; reading: boolean }) {
  if (reading) return <p className="search-hint">{text.loading}</p>;
  if (query === "") return <p className="search-hint">{say.hint}</p>;
  return (
    <div className="search-nothing">
      <p>{say.nothing(query)}</p>
      <p className="search-hint">{say.nothingHow}</p>
    </div>
  );
}
