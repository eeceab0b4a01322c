/** Search in titles that forgives typing errors: whole words first, then beginnings, then letters in between. */

export interface SearchMatch<Item> {
  item: Item;
  score: number;
  /** Which of its texts was found, and whether only with a typing error forgiven. */
  why: { text: number; typo: boolean };
}

/** The items that match, best first. `textsOf` gives the title first, then what else may be searched. */
export function searchItems<Item>(
  items: readonly Item[],
  query: string,
  textsOf: (item: Item) => string[],
): SearchMatch<Item>[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items.map((item) => ({ item, score: 1, why: { text: 0, typo: false } }));
  return items
    .map((item) => ({ item, ...scoreTexts(words, textsOf(item)) }))
    .map((match) => ({ ...match, score: match.score + scoreExactTitle(textsOf(match.item)[0]!, query, match.score) }))
    .filter((match) => match.score > 0)
    .sort((a, b) => b.score - a.score);
}

/** "Train Model" means the module of that name, not Train Clustering Model. */
function scoreExactTitle(title: string, query: string, score: number): number {
  return score > 0 && title.toLowerCase() === query.trim().toLowerCase() ? 1000 : 0;
}

function scoreTexts(words: string[], texts: string[]): Omit<SearchMatch<unknown>, "item"> {
  let total = 0;
  let why = { text: 0, typo: false };
  for (const word of words) {
    const scores = texts.map((text) => scoreWord(word, text.toLowerCase()));
    const weighed = scores.map((score, index) => score / (index === 0 ? 1 : 3));
    const best = Math.max(...weighed);
    if (best <= 0) return { score: 0, why };
    const text = weighed.indexOf(best);
    // The word that is hardest to see in the title is the one to explain.
    if (text >= why.text) why = { text, typo: why.typo || scores[text]! <= MAX_TYPO_SCORE };
    total += best;
  }
  return { score: total, why };
}

/** A word that was found only by forgiving an error scores no more than this. */
const MAX_TYPO_SCORE = 30;

function scoreWord(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 100;
  if (at > 0) return /\W/.test(text[at - 1]!) ? 80 : 50;
  const closest = Math.min(
    ...text.split(/[\s_-]+/).map((part) => computeEditDistance(word, part.slice(0, word.length + 1))),
  );
  return closest <= countAllowedErrors(word) ? 30 - closest * 5 : 0;
}

function countAllowedErrors(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The number of letters to insert, delete, replace or swap; `b` may go on after the end of `a`. */
export function computeEditDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return Math.min(...rows[a.length]!.slice(Math.max(0, b.length - 1)));
}
