/** How much is used of what there may be, as a bar with its words. */

import { formatFileSize } from "../../lib/format";
import { quotaTexts as texts } from "../../messages/quotaTexts";
import "./usage.css";

/** From this share on it is worth a look. */
const NEARLY = 0.9;

export function UsageBar({ used, limit }: { used: number; limit: number }) {
  const words = texts.used(formatFileSize(used), limit > 0 ? formatFileSize(limit) : null);
  const share = limit > 0 ? Math.min(used / limit, 1) : 0;
  const state = share >= 1 ? "full" : share >= NEARLY ? "nearly" : undefined;
  return (
    <div className="usage">
      <span>{words}</span>
      {limit > 0 && (
        <meter
          className="usage-bar"
          data-state={state}
          aria-label={words}
          value={share}
          ref={(bar) => bar?.style.setProperty("--share", `${share * 100}%`)}
        />
      )}
    </div>
  );
}
