/** Names of columns where nothing is known of the data yet: typed, one after another. */

import { TagsInput } from "@mantine/core";
import { resultTexts as texts } from "../../../messages/resultTexts";
import type { ColumnSelection } from "../columnChoice";

interface Props {
  choice: ColumnSelection;
  onChange: (choice: ColumnSelection) => void;
}

export function NamedColumns({ choice, onChange }: Props) {
  const words = texts.inspector.columns;
  return (
    <>
      <TagsInput
        size="sm"
        aria-label={words.name}
        placeholder={texts.inspector.list.placeholder}
        acceptValueOnBlur
        value={choice.names}
        onChange={(names) => onChange({ ...choice, names })}
      />
      <p className="field-help">
        {words.unknown} {choice.start === "none" ? words.onlyNamed : words.butNamed}
      </p>
    </>
  );
}
