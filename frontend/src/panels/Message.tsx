/** A sentence in the middle of a page or panel, with the next step. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { urlOf } from "../api/base";
import { text } from "../messages/en";
import { followHere } from "../navigation";
import { Logo } from "./Logo";

interface Props {
  title: string;
  more?: string;
  /** Whether to offer the way home. */
  home?: boolean;
  children?: ReactNode;
}

export function Message({ title, more, home = false, children }: Props) {
  // Alone on its page it is the page.
  const [Frame, Title] = home ? (["main", "h1"] as const) : (["div", "p"] as const);
  return (
    <Frame className="message" role={home ? undefined : "status"}>
      {home && <Logo />}
      <Title className="message-title">{title}</Title>
      {more && <p>{more}</p>}
      {home && (
        <Button component="a" href={urlOf("/")} variant="default" mt="xs" onClick={followHere}>
          {text.nav.home}
        </Button>
      )}
      {children}
    </Frame>
  );
}
