/** How many there are, on a tab or a button. Nothing where there are none. */

import "./countBadge.css";

export function CountBadge({ count, quiet = false }: { count: number; quiet?: boolean }) {
  if (count === 0) return null;
  return (
    <span className="count-badge" data-quiet={quiet || undefined}>
      {count}
    </span>
  );
}
