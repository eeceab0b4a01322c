/** The bar over the design: where we are, whether it is saved, undo, the machine, Run. */

import { Button } from "@mantine/core";
import { IconChevronDown, IconShare3 } from "@tabler/icons-react";
import { Suspense } from "react";
import { designMenu } from "../../actions/allActions";
import { focusCanvasPane } from "../../actions/goToPane";
import { openHelpAction } from "../../actions/openHelp";
import { openSettingsAction } from "../../actions/openSettings";
import { redoAction } from "../../actions/redoChange";
import { runAction } from "../../actions/runDesign";
import { shareAction } from "../../actions/shareDesign";
import { showHistoryAction } from "../../actions/showHistory";
import { toggleThemeAction } from "../../actions/toggleTheme";
import { undoAction } from "../../actions/undoChange";
import { getGuestAccess } from "../../api/accessMode";
import { toUrl } from "../../api/basePath";
import { hasAccounts } from "../../api/currentWorkspace";
import { getEmbed } from "../../api/embedding";
import { ComputeStatus } from "../../features/editor/ComputeStatus";
import { DesignName } from "../../features/editor/DesignName";
import { RunButton } from "../../features/editor/run/RunButton";
import { SavedState } from "../../features/editor/SavedState";
import { lazyWithRetry } from "../../lib/lazy";
import { followInPage } from "../../lib/navigation";
import { appTexts } from "../../messages/appTexts";
import { editorTexts } from "../../messages/editorTexts";
import { useDesign } from "../../stores/designStore";
import { ActionIcon } from "../../ui/actions/ActionIcon";
import { isOffered } from "../../ui/actions/action";
import { LazyPopover } from "../../ui/LazyPopover";
import { Logo } from "../../ui/Logo";
import "./topBar.css";

const VisitorBar = lazyWithRetry(() => import("../../features/sharing/GuestBar"));
const AccountMenu = lazyWithRetry(() => import("../../features/people/AccountMenu"));
const Bell = lazyWithRetry(() => import("../../features/notifications/NotificationBell"));
const OpenInApp = lazyWithRetry(() => import("./OpenInApp"));
const Avatars = lazyWithRetry(() => import("../../features/collaboration/Avatars"));

export function TopBar() {
  const link = getGuestAccess();
  if (link) {
    return (
      <header className="topbar">
        <Logo />
        <TopBarTitle />
        <div className="topbar-right">
          <Suspense fallback={null}>
            <Avatars />
            <VisitorBar link={link} />
          </Suspense>
          <div className="topbar-wide">
            <ActionIcon action={toggleThemeAction} />
          </div>
        </div>
      </header>
    );
  }
  const embed = getEmbed();
  if (embed) return <FramedBar design={embed.design_id} />;
  return (
    <header className="topbar">
      <button type="button" className="skip-link" onClick={focusCanvasPane}>
        {editorTexts.actions.toDrawing}
      </button>
      <a href={toUrl("/")} onClick={followInPage} className="topbar-home" aria-label={appTexts.nav.home}>
        <Logo />
      </a>
      <a href={toUrl("/")} onClick={followInPage} className="topbar-crumb">
        {appTexts.nav.designs}
      </a>
      <span className="topbar-slash">/</span>
      <TopBarTitle />
      <div className="topbar-right">
        <Suspense fallback={null}>
          <Avatars />
        </Suspense>
        <ComputeStatus />
        <div className="topbar-wide">
          <ActionIcon action={openHelpAction} />
          <ActionIcon action={openSettingsAction} />
          <ActionIcon action={toggleThemeAction} />
          <Suspense fallback={<span className="topbar-bell" />}>
            <Bell />
          </Suspense>
        </div>
        {isOffered(shareAction) && <ShareButton />}
        {isOffered(runAction) && <RunButton />}
        <div className="topbar-wide">
          <Suspense fallback={null}>{hasAccounts && <AccountMenu />}</Suspense>
        </div>
      </div>
    </header>
  );
}

/** In a frame: what is about the design alone, and the way to everything else. */
const FramedBar = ({ design }: { design: string }) => (
  <header className="topbar">
    <Logo />
    <TopBarTitle />
    <div className="topbar-right">
      <div className="topbar-wide">
        <ActionIcon action={toggleThemeAction} />
      </div>
      <Suspense fallback={null}>
        <Avatars />
        <OpenInApp design={design} />
      </Suspense>
      {isOffered(runAction) && <RunButton />}
    </div>
  </header>
);

/** The design: its name, whether it is saved, what was done to it. */
function TopBarTitle() {
  return (
    <>
      <DesignName />
      <LazyPopover position="bottom-start" width={270} actions={designMenu} button={MORE_ACTIONS} />
      <SavedState />
      <span className="topbar-rule" />
      <div className="topbar-wide">
        <UndoIcons />
        <ActionIcon action={showHistoryAction} label={appTexts.topbar.history} />
      </div>
    </>
  );
}

const MORE_ACTIONS = (
  <button type="button" className="topbar-chevron" aria-label={appTexts.topbar.more}>
    <IconChevronDown size={16} stroke={1.6} />
  </button>
);

function ShareButton() {
  return (
    <Button
      variant="default"
      classNames={{ label: "share-button-label", section: "share-button-section" }}
      aria-label={shareAction.name}
      leftSection={<IconShare3 size={16} stroke={1.6} />}
      onClick={() => void shareAction.perform()}
    >
      {shareAction.name}
    </Button>
  );
}

function UndoIcons() {
  const last = useDesign(({ history }) => history.past.at(-1)?.label);
  const next = useDesign(({ history }) => history.future[0]?.label);
  return (
    <>
      <ActionIcon action={undoAction} label={last && appTexts.history.undo(last)} />
      <ActionIcon action={redoAction} label={next && appTexts.history.redo(next)} />
    </>
  );
}
