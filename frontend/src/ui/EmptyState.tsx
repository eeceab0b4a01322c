/** A sentence in the middle of a page or panel, with the next step. */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { toUrl } from "../api/basePath";
import { followInPage } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { Logo } from "./Logo";
import "./emptyState.css";

interface Props {
  title: string;
  details?: string;
  /** The only thing on its page, whose title it is. */
  isPage?: boolean;
  /** The same, without a bar: it offers the way home. */
  home?: boolean;
  children?: ReactNode;
}

export function EmptyState({ title, details, isPage = false, home = false, children }: Props) {
  const Frame = home ? "main" : "div";
  const Title = home || isPage ? "h1" : "p";
  return (
    <Frame className="message" role={home ? undefined : "status"}>
      {home && <Logo />}
      <Title className="message-title">{title}</Title>
      {details && <p>{details}</p>}
      {home && (
        <Button component="a" href={toUrl("/")} variant="default" mt="xs" onClick={followInPage}>
          {appTexts.nav.home}
        </Button>
      )}
      {children}
    </Frame>
  );
}
