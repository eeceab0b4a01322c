/** The aliases of a version; the champion has a crown. */

import { IconCrown } from "@tabler/icons-react";
import { CHAMPION, type ModelVersionSummary } from "../../api/models";
import "./aliasBadges.css";

export function ChampionBadge({ children }: { children: string }) {
  return (
    <span className="champion-badge">
      <IconCrown size={12} stroke={1.8} aria-hidden />
      {children}
    </span>
  );
}

export function AliasBadges({ version }: { version: ModelVersionSummary }) {
  return version.aliases.map((alias) =>
    alias === CHAMPION ? (
      <ChampionBadge key={alias}>{alias}</ChampionBadge>
    ) : (
      <span key={alias} className="alias-badge">
        {alias}
      </span>
    ),
  );
}
