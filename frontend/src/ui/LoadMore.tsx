/** The end of a list that goes on: it asks for more as soon as it comes near the window, and by a press as well. */

import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { resultTexts as texts } from "../messages/resultTexts";
import "./loadMore.css";

/** So many pixels below the window. */
const AHEAD = "600px";

interface Props {
  shown: number;
  total: number;
  loading: boolean;
  onMore: () => void;
}

export function LoadMore({ shown, total, loading, onMore }: Props) {
  const end = useRef<HTMLDivElement>(null);
  // A page that leaves the end in sight is followed by another one: so it is looked again after each.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` is what tells that there is more now.
  useEffect(() => {
    if (!end.current || loading) return;
    const watching = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && onMore(), {
      rootMargin: AHEAD,
    });
    watching.observe(end.current);
    return () => watching.disconnect();
  }, [loading, onMore, shown]);
  return (
    <div ref={end} className="list-more">
      <span role="status">{texts.home.shown(shown, total)}</span>
      <Button variant="default" size="xs" loading={loading} onClick={onMore}>
        {texts.home.showMore}
      </Button>
    </div>
  );
}
