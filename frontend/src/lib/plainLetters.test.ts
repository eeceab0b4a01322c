/** Names made of titles in any European language. */

import { expect, test } from "vitest";
import { toPlainLetters } from "./plainLetters";

test.each([
  ["Gekündigt", "gekundigt"],
  ["Großraum Łódź", "grossraum lodz"],
  ["Año, prêt, smørrebrød", "ano, pret, smorrebrod"],
  ["İstanbul 5 km²", "istanbul 5 km2"],
])("%s becomes %s", (title, plain) => {
  expect(toPlainLetters(title)).toBe(plain);
});
