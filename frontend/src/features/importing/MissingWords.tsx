/** The words that stand for a missing value, each to be removed by a click, and a field for another. */

import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { importTexts as texts } from "../../messages/importTexts";

interface Props {
  words: readonly string[];
  onChange: (words: string[]) => void;
}

export function MissingWords({ words, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const add = () => {
    const word = typed.trim();
    setTyped("");
    if (word && !words.includes(word)) onChange([...words, word]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    add();
  };
  return (
    <div className="import-words">
      <span className="import-word">{texts.empty}</span>
      {words.map((word) => (
        <span key={word} className="import-word">
          {word}
          <button
            type="button"
            aria-label={texts.removeWord(word)}
            onClick={() => onChange(words.filter((one) => one !== word))}
          >
            <IconX size={12} stroke={2} aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        aria-label={texts.addWord}
        placeholder={texts.addWord}
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
    </div>
  );
}
