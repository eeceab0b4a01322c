/** How wide a text is, about, without asking the browser: the server lays out the same charts by the same widths. */

/** Widths of letters in Source Sans, in hundredths of the font size; the others are taken as 52. */
const NARROW = "iljI.,:;'|!()[] ";
const MEDIUM = "ftr-/";
const WIDE = "ABCDEGHKNRUVXYZ";
const WIDEST = "mMwWOQ@%";

function getLetterWidth(letter: string): number {
  if (NARROW.includes(letter)) return 27;
  if (MEDIUM.includes(letter)) return 34;
  if (WIDE.includes(letter)) return 60;
  if (WIDEST.includes(letter)) return 80;
  return letter.codePointAt(0)! > 0x2e80 ? 100 : 52;
}

/** In pixels, a little on the safe side. */
export function measureText(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += getLetterWidth(letter);
  return (width * size) / 100;
}

/** The text, cut with an ellipsis where it is wider than this. */
export function truncateText(text: string, width: number, size: number): string {
  if (measureText(text, size) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && measureText(letters.join(""), size) > width - size) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
