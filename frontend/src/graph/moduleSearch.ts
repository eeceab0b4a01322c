/** Search among modules: by title, category, description, and the words of other tools. */

import type { Module } from "../api/apiTypes";
import { type SearchMatch, searchItems } from "./fuzzySearch";

/** Title, category, description and name come first, in this order; then the keywords. */
const KEYWORDS_FROM = 4;
/** What is typed is the very word that a module is known by elsewhere. */
const EXACT_KEYWORD_BONUS = 150;

type SearchableModule = Pick<Module, "title" | "category" | "summary" | "name" | "keywords">;

const getSearchTexts = (module: SearchableModule): string[] => [
  module.title,
  module.category,
  module.summary,
  module.name,
  ...module.keywords,
];

export function findModules<Item extends SearchableModule>(
  modules: readonly Item[],
  query: string,
): SearchMatch<Item>[] {
  const wanted = normalizeKeyword(query);
  if (wanted === "") return searchItems(modules, query, getSearchTexts);
  const found = searchItems(modules, query, getSearchTexts);
  const known = new Set(found.map(({ item }) => item));
  // "k means" is "k-means": such a word is found even where its parts are not.
  const others = modules.filter((module) => !known.has(module) && findKeyword(module, wanted) !== undefined);
  const all = [...found, ...others.map((item) => ({ item, score: 0, why: { text: KEYWORDS_FROM, typo: false } }))];
  const best = Math.max(0, ...found.filter(({ why }) => why.text > 0).map(({ score }) => score));
  return all.map((match) => boostExactKeyword(match, wanted, best)).sort((one, other) => other.score - one.score);
}

/** Above all that has the word somewhere; among those known by the very word, the one that names it first. */
function boostExactKeyword<Item extends SearchableModule>(
  match: SearchMatch<Item>,
  wanted: string,
  best: number,
): SearchMatch<Item> {
  const keyword = findKeyword(match.item, wanted);
  if (keyword === undefined || match.why.text === 0) return match;
  const place = match.item.keywords.indexOf(keyword);
  const score = best + EXACT_KEYWORD_BONUS - place;
  return { ...match, score, why: { text: KEYWORDS_FROM + place, typo: false } };
}

const findKeyword = (module: SearchableModule, wanted: string): string | undefined =>
  module.keywords.find((keyword) => normalizeKeyword(keyword) === wanted);

const normalizeKeyword = (words: string): string => words.toLowerCase().replace(/[\s_-]+/g, "");

/** The keyword by which a module was found, if it was. */
export const getMatchedKeyword = ({ item, why }: SearchMatch<SearchableModule>): string | undefined =>
  why.text < KEYWORDS_FROM ? undefined : item.keywords[why.text - KEYWORDS_FROM];
