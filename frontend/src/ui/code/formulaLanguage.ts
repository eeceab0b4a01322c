/** The colors of formulas: numbers, texts, words, columns in brackets. Their meaning is the server's (`modules/kit/formulas`). */

import { StreamLanguage } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

const KEYWORDS = /^(?:and|or|not|in|between|like|is|missing|null|true|false|case|when|then|else|end)$/i;
const TOKENS: readonly (readonly [RegExp, string])[] = [
  [/^\[(?:[^\]]|\]\])*\]/, "variableName"],
  [/^"(?:[^"]|"")*"|^'(?:[^']|'')*'/, "string"],
  [/^\d+(?:\.\d*)?(?:e[+-]?\d+)?/i, "number"],
];

const language = StreamLanguage.define({
  name: "formula",
  token(stream) {
    if (stream.eatSpace()) return null;
    for (const [pattern, kind] of TOKENS) if (stream.match(pattern)) return kind;
    const word = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u);
    if (Array.isArray(word)) {
      if (KEYWORDS.test(word[0])) return "keyword";
      return stream.match(/^\s*\(/, false) ? "variableName.function" : "variableName";
    }
    stream.next();
    return null;
  },
});

export const formulaLanguage = (): Extension => language;
