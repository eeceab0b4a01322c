/** A button with a menu or a note behind it. What opens is fetched when it is first asked for. */

import { cloneElement, type JSX, type ReactNode, Suspense, useId, useState } from "react";
import { lazyWithRetry } from "../lib/lazy";
import type { Action } from "./actions/action";

const Floating = lazyWithRetry(() => import("./Popover"));

/** What opens, and where. */
export interface PopoverOptions {
  kind?: "menu" | "note";
  position: "bottom-start" | "bottom-end" | "top-start";
  width: number;
  /** Of a menu; null is a line between. */
  actions?: readonly (Action | null)[];
  children?: ReactNode;
}

interface Props extends PopoverOptions {
  /** A button, or what draws one: it takes what a button takes. */
  button: JSX.Element;
}

export function LazyPopover({ button, ...what }: Props) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [opened, open] = useState(false);
  const [isRequested, ask] = useState(false);
  const press = () => {
    ask(true);
    open(!opened);
  };
  const target = cloneElement(button, {
    ref: setAnchor,
    id,
    onClick: press,
    "aria-haspopup": what.kind === "note" ? "dialog" : "menu",
    "aria-expanded": opened,
  });
  return (
    <>
      {target}
      <Suspense fallback={null}>
        {isRequested && anchor && <Floating anchor={anchor} opened={opened} onChange={open} {...what} />}
      </Suspense>
    </>
  );
}
