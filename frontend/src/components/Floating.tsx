/** What opens beside a button that was pressed: a menu, or a note. */

import { Menu, Popover } from "@mantine/core";
import { type Ref, useEffect, useLayoutEffect, useState } from "react";
import { ActionMenuItems } from "../panels/ActionMenu";
import type { Opened } from "./Opener";

interface Props extends Opened {
  anchor: HTMLElement;
  opened: boolean;
  onChange: (opened: boolean) => void;
}

export default function Floating({ kind = "menu", anchor, opened, actions = [], children, ...placed }: Props) {
  // Closed first: it gives the focus back to where it was when it opened.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const Frame = kind === "menu" ? Menu : Popover;
  return (
    <Frame id={anchor.id} opened={opened && ready} {...placed}>
      <Frame.Target>
        <There at={anchor} />
      </Frame.Target>
      <Frame.Dropdown>
        {kind === "menu" && <ActionMenuItems actions={actions} />}
        {children}
      </Frame.Dropdown>
    </Frame>
  );
}

/** Mantine puts its menus beside what it draws itself; this hands it a button that is there already. */
function There({ at, ref }: { at: HTMLElement; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref !== "function") return;
    ref(at);
    return () => void ref(null);
  }, [at, ref]);
  return null;
}
