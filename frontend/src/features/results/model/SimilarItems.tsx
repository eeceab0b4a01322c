/** Which items a recommender has learned to be alike: a card for each, the likest first. */

import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { SimilarItemsDetails as Details } from "../../../api/artifactViews";
import { formatCount, formatFixed } from "../../../lib/format";
import { textAnalyticsTexts } from "../../../messages/textAnalyticsTexts";
import "./similarItems.css";

const texts = textAnalyticsTexts.similar;
const BAR = 72;
const MOST_CARDS = 12;

export default function SimilarItems({ details }: { details: Details }) {
  const [query, setWanted] = useState("");
  const found = filterItems(details.items, query);
  return (
    <section className="similar">
      <header className="plot-head">
        <h3>{texts.title}</h3>
        <span className="plot-caption">{texts.caption}</span>
      </header>
      <TextInput
        type="search"
        className="similar-search"
        size="xs"
        aria-label={texts.find}
        placeholder={texts.find}
        value={query}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <p className="fine-print similar-found" role="status">
        {found.length > 0
          ? texts.shown(formatCount(Math.min(found.length, MOST_CARDS)), formatCount(found.length))
          : texts.none}
      </p>
      <ol>
        {found.slice(0, MOST_CARDS).map((item) => (
          <SimilarItemCard key={item.item} item={item} onItem={setWanted} />
        ))}
      </ol>
      {details.items.length < details.all_items && (
        <p className="fine-print">{texts.kept(formatCount(details.items.length), formatCount(details.all_items))}</p>
      )}
    </section>
  );
}

type Item = Details["items"][number];

/** Items with these letters in their names; one that has just this name comes first. */
export function filterItems(items: Item[], query: string): Item[] {
  const letters = query.trim().toLocaleLowerCase();
  if (!letters) return items;
  const named = items.filter(({ item }) => item.toLocaleLowerCase().includes(letters));
  return named.sort((one, other) => Number(isSameName(other.item, letters)) - Number(isSameName(one.item, letters)));
}

const isSameName = (name: string, letters: string): boolean => name.toLocaleLowerCase() === letters;

function SimilarItemCard({ item, onItem }: { item: Item; onItem: (name: string) => void }) {
  return (
    <li>
      <header className="plot-head">
        <h4 dir="auto" title={item.item}>
          {item.item}
        </h4>
        <span className="plot-caption">{texts.ratings(formatCount(item.ratings))}</span>
      </header>
      <table aria-label={texts.like(item.item)}>
        <tbody>
          {item.similar.map(({ item: name, similarity }) => (
            <tr key={name}>
              <th scope="row">
                <button type="button" title={texts.look(name)} dir="auto" onClick={() => onItem(name)}>
                  {name}
                </button>
              </th>
              <td>
                <svg width={BAR} height={10} aria-hidden="true">
                  <rect width={Math.max(1, BAR * Math.max(0, similarity))} height={10} fill="var(--bar)" />
                </svg>
              </td>
              <td className="number">{formatFixed(similarity, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </li>
  );
}
