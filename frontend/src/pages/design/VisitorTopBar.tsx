/** The bar over a design for guests of an edit link, and in an embedded canvas: what is about the design alone. */

import { Suspense } from "react";
import { runAction } from "../../actions/runDesign";
import { toggleThemeAction } from "../../actions/toggleTheme";
import { getGuestAccess } from "../../api/accessMode";
import { getEmbed } from "../../api/embedding";
import { RunButton } from "../../features/editor/run/RunButton";
import { lazyWithRetry } from "../../lib/lazy";
import { ActionIcon } from "../../ui/actions/ActionIcon";
import { isOffered } from "../../ui/actions/action";
import { OpenInApp } from "./OpenInApp";

const GuestBar = lazyWithRetry(() => import("../../features/sharing/GuestBar"));

export default function VisitorTopBar() {
  const link = getGuestAccess();
  const embed = getEmbed();
  return (
    <>
      <Suspense fallback={null}>{link && <GuestBar link={link} />}</Suspense>
      <div className="topbar-wide">
        <ActionIcon action={toggleThemeAction} />
      </div>
      {embed && <OpenInApp design={embed.design_id} />}
      {embed && isOffered(runAction) && <RunButton />}
    </>
  );
}
