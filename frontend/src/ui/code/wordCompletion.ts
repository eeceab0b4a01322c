/** What an editor offers while one types: names, and functions whose arguments are filled in one after another. */

import { type Completion, type CompletionSource, snippetCompletion } from "@codemirror/autocomplete";

/** A word, or a name in brackets that is not closed yet. */
const BEGUN_WORD = /\[[^\]]*$|[\p{L}_][\p{L}\p{N}_]*$/u;

/** "round(number, digits)" as a completion. */
function completeFunction(call: string): Completion {
  const [, name = call, inside = ""] = call.match(/^(\w+)\((.*)\)$/) ?? [];
  const fields = inside.split(", ").filter((argument) => /^\w+$/.test(argument));
  const template = `${name}(${fields.map((argument) => `\${${argument}}`).join(", ")})`;
  return snippetCompletion(template, { label: name, detail: `(${inside})`, type: "function" });
}

interface Offer {
  words: readonly string[];
  functions: readonly string[];
}

/** One source for as long as an editor lives: what a source that is made anew each time finds, the editor drops. */
export function createWordCompletion(getOffer: () => Offer): CompletionSource {
  return (context) => {
    const begun = context.matchBefore(BEGUN_WORD);
    if (!begun && !context.explicit) return null;
    const { words, functions } = getOffer();
    const names = words.map((word): Completion => ({ label: word, type: "variable", boost: 1 }));
    return { from: begun?.from ?? context.pos, options: [...names, ...functions.map(completeFunction)] };
  };
}
