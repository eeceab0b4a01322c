/** Search in titles that forgives typing errors: whole words first, then beginnings, then letters in between. */

export interface Match<Item> {
  item: Item;
  score: number;
}

/** The items that match, best first. `textsOf` gives the title first, then what else may be searched. */
export function search<Item>(items: readonly Item[], query: string, textsOf: (item: Item) => string[]): Match<Item>[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items.map((item) => ({ item, score: 1 }));
  return items
    .map((item) => ({ item, score: scoreOf(words, textsOf(item)) }))
    .filter((match) => match.score > 0)
    .sort((a, b) => b.score - a.score);
}

function scoreOf(words: string[], texts: string[]): number {
  let total = 0;
  for (const word of words) {
    const best = Math.max(...texts.map((text, index) => wordScore(word, text.toLowerCase()) / (index === 0 ? 1 : 3)));
    if (best <= 0) return 0;
    total += best;
  }
  return total;
}

function wordScore(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 100;
  if (at > 0) return /\W/.test(text[at - 1]!) ? 80 : 50;
  const closest = Math.min(...text.split(/[\s_-]+/).map((part) => distance(word, part.slice(0, word.length + 1))));
  return closest <= allowedErrors(word) ? 30 - closest * 5 : 0;
}

function allowedErrors(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The number of letters to insert, delete, replace or swap; `b` may go on after the end of `a`. */
export function distance(a: string, b: string): number {
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
