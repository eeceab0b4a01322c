/** Names on the list that the data do not have, and the way to take them off. */

import { Button } from "@mantine/core";
import { formatCount } from "../../../lib/format";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { Callout } from "../../../ui/Callout";
import "./columnList.css";

const MOST = 3;

interface Props {
  names: string[];
  onRemove: (names: string[]) => void;
}

export function UnknownNames({ names, onRemove }: Props) {
  if (names.length === 0) return null;
  const words = texts.inspector.columns;
  return (
    <div className="columns-unknown">
      <Callout>
        {names.slice(0, MOST).map((name) => (
          <p key={name}>{words.gone(name)}</p>
        ))}
        {names.length > MOST && <p>{texts.inspector.data.more(formatCount(names.length - MOST))}</p>}
        <Button size="compact-sm" variant="default" onClick={() => onRemove(names)}>
          {names.length === 1 ? words.takeOff : words.takeAllOff(formatCount(names.length))}
        </Button>
      </Callout>
    </div>
  );
}
