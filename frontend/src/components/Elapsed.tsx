/** The time since something began, counting on. */

import { seconds } from "../messages/words";
import { useClock } from "./useClock";

export function Elapsed({ since }: { since: string }) {
  const now = useClock(true);
  return <>{seconds(Math.max(0, (now - new Date(since).getTime()) / 1000))}</>;
}
