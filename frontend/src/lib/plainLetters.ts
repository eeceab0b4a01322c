/** Letters as names of endpoints and variables have them. */

const SPELLED: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

/** Lower-case letters without accents: "Gekündigt, Großraum" becomes "gekundigt, grossraum". */
export const toPlainLetters = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => SPELLED[letter]!)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
