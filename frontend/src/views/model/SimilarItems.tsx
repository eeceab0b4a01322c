/** Which items a recommender has learned to be alike: a card for each, the likest first. */

import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { SimilarItems as Details } from "../../api/views";
import { languageMessages } from "../../messages/language";
import { count, fixed } from "../format";
import "./similar.css";

const words = languageMessages.similar;
const BAR = 72;
const MOST_CARDS = 12;

export default function SimilarItems({ details }: { details: Details }) {
  const [wanted, setWanted] = useState("");
  const found = matching(details.items, wanted);
  return (
    <section className="similar">
      <header className="plot-head">
        <h3>{words.title}</h3>
        <span className="plot-caption">{words.caption}</span>
      </header>
      <TextInput
        type="search"
        size="xs"
        aria-label={words.find}
        placeholder={words.find}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <p className="fine-print" role="status">
        {found.length > 0 ? words.shown(count(Math.min(found.length, MOST_CARDS)), count(found.length)) : words.none}
      </p>
      <ol>
        {found.slice(0, MOST_CARDS).map((item) => (
          <Card key={item.item} item={item} onItem={setWanted} />
        ))}
      </ol>
      {details.items.length < details.all_items && (
        <p className="fine-print">{words.kept(count(details.items.length), count(details.all_items))}</p>
      )}
    </section>
  );
}

type Item = Details["items"][number];

/** Items with these letters in their names; one that has just this name comes first. */
export function matching(items: Item[], wanted: string): Item[] {
  const letters = wanted.trim().toLocaleLowerCase();
  if (!letters) return items;
  const named = items.filter(({ item }) => item.toLocaleLowerCase().includes(letters));
  return named.sort((one, other) => Number(same(other.item, letters)) - Number(same(one.item, letters)));
}

const same = (name: string, letters: string): boolean => name.toLocaleLowerCase() === letters;

function Card({ item, onItem }: { item: Item; onItem: (name: string) => void }) {
  return (
    <li>
      <header className="plot-head">
        <h4 dir="auto" title={item.item}>
          {item.item}
        </h4>
        <span className="plot-caption">{words.ratings(count(item.ratings))}</span>
      </header>
      <table aria-label={words.like(item.item)}>
        <tbody>
          {item.similar.map(({ item: name, similarity }) => (
            <tr key={name}>
              <th scope="row">
                <button type="button" title={words.look(name)} dir="auto" onClick={() => onItem(name)}>
                  {name}
                </button>
              </th>
              <td>
                <svg width={BAR} height={10} aria-hidden="true">
                  <rect width={Math.max(1, BAR * Math.max(0, similarity))} height={10} fill="var(--bar)" />
                </svg>
              </td>
              <td className="number">{fixed(similarity, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </li>
  );
}
