/** Names of columns where nothing is known of the data yet: typed, one after another. */

import { TagsInput } from "@mantine/core";
import { resultsMessages as say } from "../../../messages/results";
import type { ColumnChoice } from "../columnChoice";

interface Props {
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
}

export function NamedColumns({ choice, onChange }: Props) {
  const words = say.inspector.columns;
  return (
    <>
      <TagsInput
        size="sm"
        aria-label={words.name}
        placeholder={say.inspector.list.placeholder}
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
