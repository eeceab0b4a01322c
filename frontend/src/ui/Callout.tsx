/** A box with an icon: in marker yellow where nothing has gone wrong yet, in red what failed, dashed what is only advice. */

import { IconAlertTriangle, IconBulb, IconCircleX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import "./callout.css";

const ICONS = { problem: IconAlertTriangle, failure: IconCircleX, advice: IconBulb };

interface CalloutProps {
  tone?: keyof typeof ICONS;
  children: ReactNode;
}

export function Callout({ tone = "problem", children }: CalloutProps) {
  const Icon = ICONS[tone];
  return (
    <div className="callout" data-tone={tone}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
