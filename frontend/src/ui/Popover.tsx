/** What opens beside a button that was pressed: a menu, or a note. */

import { Menu, Popover } from "@mantine/core";
import { type Ref, useEffect, useLayoutEffect, useState } from "react";
import { ActionMenuItems } from "./actions/ActionMenu";
import type { PopoverOptions } from "./LazyPopover";

interface Props extends PopoverOptions {
  anchor: HTMLElement;
  opened: boolean;
  onChange: (opened: boolean) => void;
}

export default function AnchoredPopover({ kind = "menu", anchor, opened, actions = [], children, ...placed }: Props) {
  // Closed first: it gives the focus back to where it was when it opened.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const Frame = kind === "menu" ? Menu : Popover;
  return (
    <Frame id={anchor.id} opened={opened && ready} {...placed}>
      <Frame.Target>
        <PopoverAnchor at={anchor} />
      </Frame.Target>
      <Frame.Dropdown>
        {kind === "menu" && <ActionMenuItems actions={actions} />}
        {children}
      </Frame.Dropdown>
    </Frame>
  );
}

/** Mantine puts its menus beside what it draws itself; this hands it a button that is there already. */
function PopoverAnchor({ at: anchor, ref }: { at: HTMLElement; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref !== "function") return;
    ref(anchor);
    return () => void ref(null);
  }, [anchor, ref]);
  return null;
}
