/** Search among modules: by title, category, description, and the words of other tools. */

import type { Module } from "../api/types";
import { type Match, search } from "./search";

/** Title, category, description and name come first, in this order; then the keywords. */
const KEYWORDS_FROM = 4;
/** What is typed is the very word that a module is known by elsewhere. */
const BY_THAT_WORD = 150;

type Searched = Pick<Module, "title" | "category" | "summary" | "name" | "keywords">;

const textsOf = (module: Searched): string[] => [
  module.title,
  module.category,
  module.summary,
  module.name,
  ...module.keywords,
];

export function findModules<Item extends Searched>(modules: readonly Item[], query: string): Match<Item>[] {
  const wanted = plain(query);
  if (wanted === "") return search(modules, query, textsOf);
  const found = search(modules, query, textsOf);
  const known = new Set(found.map(({ item }) => item));
  // "k means" is "k-means": such a word is found even where its parts are not.
  const others = modules.filter((module) => !known.has(module) && keywordOf(module, wanted) !== undefined);
  const all = [...found, ...others.map((item) => ({ item, score: 0, why: { text: KEYWORDS_FROM, typo: false } }))];
  return all.map((match) => preferred(match, wanted)).sort((one, other) => other.score - one.score);
}

function preferred<Item extends Searched>(match: Match<Item>, wanted: string): Match<Item> {
  const keyword = keywordOf(match.item, wanted);
  if (keyword === undefined || match.why.text === 0) return match;
  const text = KEYWORDS_FROM + match.item.keywords.indexOf(keyword);
  return { ...match, score: match.score + BY_THAT_WORD, why: { text, typo: false } };
}

const keywordOf = (module: Searched, wanted: string): string | undefined =>
  module.keywords.find((keyword) => plain(keyword) === wanted);

const plain = (words: string): string => words.toLowerCase().replace(/[\s_-]+/g, "");

/** The keyword by which a module was found, if it was. */
export const keywordFound = ({ item, why }: Match<Searched>): string | undefined =>
  why.text < KEYWORDS_FROM ? undefined : item.keywords[why.text - KEYWORDS_FROM];
