/** The button beside an error that another try may well mend. */

import { Button } from "@mantine/core";
import { IconReload } from "@tabler/icons-react";
import { isOffered, useActionEnabled } from "./action";
import { performAction } from "./keyboardShortcuts";
import { isRetryableError, tryAgainAction } from "./tryAgain";

export function TryAgainButton({ number, className }: { number: number | null; className?: string }) {
  const enabled = useActionEnabled(tryAgainAction);
  if (!isRetryableError(number) || !isOffered(tryAgainAction)) return null;
  return (
    <Button
      size="compact-sm"
      className={className}
      disabled={!enabled}
      leftSection={<IconReload size={14} stroke={1.8} aria-hidden="true" />}
      onClick={() => void performAction(tryAgainAction)}
    >
      {tryAgainAction.name}
    </Button>
  );
}
