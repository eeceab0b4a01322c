/** The time of day in milliseconds, every half second while something is going on. */

import { useEffect, useState } from "react";

export function useClock(going: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [going]);
  return now;
}
