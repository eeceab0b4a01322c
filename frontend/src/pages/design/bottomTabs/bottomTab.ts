/** A tab of the panel under the canvas: found by being written, as `<name>.tab.ts` or `.tab.tsx` in this folder. */

import type { ComponentType } from "react";
import type { GuestAccess } from "../../../api/accessMode";

/** The slot is the place in the panel's bar where the content says what it is. */
export interface BottomTabProps {
  slot: HTMLElement | null;
}

export interface BottomTab {
  /** By which `toggleBottomTab` opens it. */
  name: string;
  title: string;
  /** Where it stands, the lowest first. */
  order: number;
  /** Its code may come when it is first drawn. */
  Content: ComponentType<BottomTabProps>;
  /** Beside the title: how much there is to see. */
  Badges?: ComponentType;
  /** Whether a visitor of a link is offered it; unless said otherwise, every visitor is. */
  isOfferedTo?: (link: GuestAccess) => boolean;
}
