/** A box in marker yellow: look here, nothing has gone wrong yet. */

import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";

export function Callout({ children }: { children: ReactNode }) {
  return (
    <div className="marker-box">
      <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
