/** The button beside an error that another try may well mend. */

import { Button } from "@mantine/core";
import { IconReload } from "@tabler/icons-react";
import { isOffered, useEnabled } from "../actions/action";
import { perform } from "../actions/keys";
import { isWorthAnotherTry, tryAgain } from "../actions/tryAgain";

export function TryAgain({ number }: { number: number | null }) {
  const enabled = useEnabled(tryAgain);
  if (!isWorthAnotherTry(number) || !isOffered(tryAgain)) return null;
  return (
    <Button
      size="compact-sm"
      className="try-again"
      disabled={!enabled}
      leftSection={<IconReload size={14} stroke={1.8} aria-hidden="true" />}
      onClick={() => void perform(tryAgain)}
    >
      {tryAgain.name}
    </Button>
  );
}
