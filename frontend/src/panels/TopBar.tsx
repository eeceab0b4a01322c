/** The bar over the design: where we are, whether it is saved, undo, the machine, Run. */

import { Button } from "@mantine/core";
import { IconChevronDown, IconShare3 } from "@tabler/icons-react";
import { Suspense } from "react";
import { designMenu } from "../actions";
import { ActionIcon } from "../actions/ActionIcon";
import { isOffered } from "../actions/action";
import { goToDrawing } from "../actions/goToPane";
import { redo } from "../actions/redo";
import { run } from "../actions/run";
import { share } from "../actions/share";
import { showHistory } from "../actions/showHistory";
import { toggleTheme } from "../actions/toggleTheme";
import { undo } from "../actions/undo";
import { urlOf } from "../api/base";
import { visiting } from "../api/door";
import { inTeam } from "../api/team";
import { Opener } from "../components/Opener";
import { later } from "../later";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { followHere } from "../navigation";
import { useDesign } from "../stores/design";
import { DesignName } from "./DesignName";
import { Logo } from "./Logo";
import { Machine } from "./Machine";
import { RunButton } from "./RunButton";
import { SavedState } from "./SavedState";

const VisitorBar = later(() => import("../share/VisitorBar"));
const AccountMenu = later(() => import("../people/AccountMenu"));
const Bell = later(() => import("../notifications/Bell"));
const Avatars = later(() => import("../together/Avatars"));

export function TopBar() {
  const link = visiting();
  if (link) {
    return (
      <header className="topbar">
        <Logo />
        <Title />
        <div className="topbar-right">
          <Suspense fallback={null}>
            <Avatars />
            <VisitorBar link={link} />
          </Suspense>
          <ActionIcon action={toggleTheme} />
        </div>
      </header>
    );
  }
  return (
    <header className="topbar">
      <button type="button" className="skip-link" onClick={goToDrawing}>
        {editing.actions.toDrawing}
      </button>
      <a href={urlOf("/")} onClick={followHere} className="topbar-home" aria-label={text.nav.home}>
        <Logo />
      </a>
      <a href={urlOf("/")} onClick={followHere} className="topbar-crumb">
        {text.nav.designs}
      </a>
      <span className="topbar-slash">/</span>
      <Title />
      <div className="topbar-right">
        <Suspense fallback={null}>
          <Avatars />
        </Suspense>
        <Machine />
        <ActionIcon action={toggleTheme} />
        <Suspense fallback={<span className="bell-place" />}>
          <Bell />
        </Suspense>
        {isOffered(share) && <ShareButton />}
        {isOffered(run) && <RunButton />}
        <Suspense fallback={null}>{inTeam && <AccountMenu />}</Suspense>
      </div>
    </header>
  );
}

/** The design: its name, whether it is saved, what was done to it. */
function Title() {
  return (
    <>
      <DesignName />
      <Opener position="bottom-start" width={270} actions={designMenu} button={MORE} />
      <SavedState />
      <span className="rule" />
      <UndoIcons />
      <ActionIcon action={showHistory} label={text.topbar.history} />
    </>
  );
}

const MORE = (
  <button type="button" className="topbar-chevron" aria-label={text.topbar.more}>
    <IconChevronDown size={16} stroke={1.6} />
  </button>
);

function ShareButton() {
  return (
    <Button
      variant="default"
      className="share-button"
      aria-label={share.name}
      leftSection={<IconShare3 size={16} stroke={1.6} />}
      onClick={() => void share.perform()}
    >
      {share.name}
    </Button>
  );
}

function UndoIcons() {
  const last = useDesign(({ history }) => history.past.at(-1)?.label);
  const next = useDesign(({ history }) => history.future[0]?.label);
  return (
    <>
      <ActionIcon action={undo} label={last && text.history.undo(last)} />
      <ActionIcon action={redo} label={next && text.history.redo(next)} />
    </>
  );
}
