/** The time since something began, counting on. */

import { formatSeconds } from "../messages/formatting";
import { useNow } from "./useNow";

export function ElapsedTime({ since }: { since: string }) {
  const now = useNow(true);
  return <>{formatSeconds(Math.max(0, (now - new Date(since).getTime()) / 1000))}</>;
}
