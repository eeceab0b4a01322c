/** Names on the list that the data do not have, and the way to take them off. */

import { Button } from "@mantine/core";
import { resultsMessages as say } from "../../../messages/results";
import { count } from "../../../views/format";
import { MarkerBox } from "../MarkerBox";

const MOST = 3;

interface Props {
  names: string[];
  onTakeOff: (names: string[]) => void;
}

export function UnknownNames({ names, onTakeOff }: Props) {
  if (names.length === 0) return null;
  const words = say.inspector.columns;
  return (
    <MarkerBox>
      {names.slice(0, MOST).map((name) => (
        <p key={name}>{words.gone(name)}</p>
      ))}
      {names.length > MOST && <p>{say.inspector.data.more(count(names.length - MOST))}</p>}
      <Button size="compact-sm" variant="default" onClick={() => onTakeOff(names)}>
        {names.length === 1 ? words.takeOff : words.takeAllOff(count(names.length))}
      </Button>
    </MarkerBox>
  );
}
