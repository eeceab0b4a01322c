/** What a visitor of a share link sees: the design as far as it is shared, without an account. */

import { Button, PasswordInput } from "@mantine/core";
import { IconCopy, IconDownload, IconEye, IconPin } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, Suspense, useCallback, useEffect, useEffectEvent, useState } from "react";
import { toggleThemeAction } from "../actions/toggleTheme";
import { type GuestAccess, setGuestAccess } from "../api/accessMode";
import { ApiError } from "../api/client";
import {
  beginGuestSession,
  beginGuestSessionWithoutToken,
  copySharedDesign,
  followShare,
  isFramed,
  readSharedDesign,
  readSharedDocument,
  retryAfterRenewal,
  type SharedDesign,
  type SharedRun,
} from "../api/guestSession";
import { RunWithOwnData } from "../features/sharing/RunWithOwnData";
import { SharedCanvas } from "../features/sharing/SharedCanvas";
import { SharedNode } from "../features/sharing/SharedNode";
import { readDashboards } from "../graph/dashboards";
import { lazyWithRetry } from "../lib/lazy";
import { navigate } from "../lib/navigation";
import { saveFile } from "../lib/saveFile";
import { notifyFailure } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { dashboardTexts } from "../messages/dashboardTexts";
import { sharingTexts } from "../messages/sharingTexts";
import { loadSharedDesign, loadSharedSteps } from "../stores/sharedDesign";
import { ActionIcon } from "../ui/actions/ActionIcon";
import { Logo } from "../ui/Logo";
import { loadIcons } from "../ui/ModuleIcon";
import { SegmentedSwitch } from "../ui/Segments";
import "../styles/lazyMantine";
import "./design/designPage.css";
import "../features/sharing/shared.css";
import "./sharedPage.css";
import "../ui/emptyState.css";

const LeftBehind = lazyWithRetry(() => import("../features/sharing/UnsentChanges"));
const EditPage = lazyWithRetry(() => import("./GuestEditPage"));
const SharedDashboards = lazyWithRetry(() => import("../features/sharing/SharedDashboards"));
const SharedComments = lazyWithRetry(() => import("../features/sharing/SharedComments"));

const texts = sharingTexts.visitor;

type SharedPageState =
  | { kind: "opening" }
  | { kind: "password"; refusal: string }
  | { kind: "closed"; sentence: string }
  | { kind: "open"; design: SharedDesign };

/** The token is read from the fragment, which no browser sends; it stays there, so that the page can be loaded again. */
function useGuestSession(share: string) {
  const [token] = useState(() => location.hash.slice(1));
  const [state, setState] = useState<SharedPageState>({ kind: "opening" });
  const fail = useCallback((error: unknown) => setState(getStateAfterError(error)), []);
  const read = useCallback(async () => {
    const design = await readSharedDesign(share);
    if (canEdit(design)) setGuestAccess(toGuestLink(design));
    else {
      await loadIcons();
      loadSharedDesign(design);
    }
    setState({ kind: "open", design });
  }, [share]);
  const enter = useCallback(
    async (password: string | null) => {
      try {
        if (token) await beginGuestSession(share, token, password);
        else beginGuestSessionWithoutToken(share);
        await read();
      } catch (error) {
        fail(error);
      }
    },
    [share, token, read, fail],
  );
  useEffect(() => void enter(null), [enter]);
  return { state, setState, open: enter, read: () => void read().catch(fail) };
}

/** In a frame on another site one only looks. */
const canEdit = ({ scope }: SharedDesign): boolean => scope === "edit" && !isFramed();

const isOtherVersion = (one: SharedDesign, other: SharedDesign): boolean =>
  one.revision !== other.revision || JSON.stringify(one.steps) !== JSON.stringify(other.steps);

const toGuestLink = (design: SharedDesign): GuestAccess => ({
  share: design.id,
  shows: design.shows,
  rows: design.rows,
  scripts: design.scripts,
  comments: design.shows_comments,
  endsAt: design.ends_at,
  retryAfterVisit: retryAfterRenewal,
});

function getStateAfterError(error: unknown): SharedPageState {
  const status = error instanceof ApiError ? error.status : 0;
  const sentence = error instanceof Error ? error.message : String(error);
  if (status === 401) return { kind: "password", refusal: "" };
  if (status === 403 || status === 429) return { kind: "password", refusal: sentence };
  return { kind: "closed", sentence: status === 404 ? texts.notThere : sentence };
}

export default function SharedPage({ shareId: id }: { shareId: string }) {
  const { state, setState, open, read } = useGuestSession(id);
  const [newer, setNewer] = useState(false);
  const isOpen = state.kind === "open" && !canEdit(state.design);
  const compare = useEffectEvent(async () => {
    if (state.kind === "open" && isOtherVersion(await readSharedDesign(id), state.design)) setNewer(true);
  });
  useEffect(() => {
    if (!isOpen) return;
    return followShare(id, {
      onEnded: (sentence) => setState({ kind: "closed", sentence }),
      onChanged: () => setNewer(true),
      onReturned: () => void compare().catch(() => {}),
    });
  }, [id, isOpen, setState]);
  if (state.kind === "opening") return <ClosedPage>{texts.loading}</ClosedPage>;
  if (state.kind === "closed") {
    return (
      <ClosedPage
        more={
          <Suspense fallback={null}>
            <LeftBehind share={id} />
          </Suspense>
        }
      >
        {state.sentence}
      </ClosedPage>
    );
  }
  if (state.kind === "password") return <PasswordPage refusal={state.refusal} onPassword={open} />;
  if (canEdit(state.design)) return <EditPage share={id} />;
  const refresh = () => {
    setNewer(false);
    read();
  };
  return <OpenedDesign design={state.design} newer={newer} onRefresh={refresh} />;
}

const ClosedPage = ({ children, more }: { children: ReactNode; more?: ReactNode }) => (
  <main className="message">
    <Logo />
    <p role="status">{children}</p>
    {more}
  </main>
);

function PasswordPage({ refusal, onPassword }: { refusal: string; onPassword: (password: string) => Promise<void> }) {
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await onPassword(password);
    setBusy(false);
  };
  return (
    <main className="message">
      <Logo />
      <h1 className="message-title">{texts.password}</h1>
      <form className="shared-password" onSubmit={submit}>
        <PasswordInput
          label={texts.passwordLabel}
          autoFocus
          autoComplete="off"
          value={password}
          error={refusal || undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={password === ""}>
          {texts.open}
        </Button>
      </form>
    </main>
  );
}

function OpenedDesign({ design, newer, onRefresh }: { design: SharedDesign; newer: boolean; onRefresh: () => void }) {
  const { document } = design;
  const [own, setOwn] = useState<SharedRun | null>(null);
  const shownDesign = own ? { ...design, steps: own.steps, run: own.id } : design;
  const dashboards = [...readDashboards(document).keys()];
  const [board, setBoard] = useState(() => new URLSearchParams(location.search).get("dashboard"));
  const shownBoard = board === null ? null : dashboards.includes(board) ? board : (dashboards[0] ?? null);
  useEffect(() => loadSharedSteps(own ? own.steps : design.steps), [own, design]);
  useEffect(() => {
    window.document.title = document.name;
  }, [document.name]);
  return (
    <div className="shared">
      <header className="shared-bar">
        <span className="shared-brand">
          <Logo />
          {appTexts.app}
        </span>
        <span className="shared-chip">
          <IconEye size={14} stroke={1.6} aria-hidden="true" />
          {texts.shared}
        </span>
        <span className="shared-chip">
          {design.pinned && <IconPin size={14} stroke={1.6} aria-hidden="true" />}
          {design.pinned ? texts.version(design.revision, design.saved_at) : texts.newest(design.saved_at)}
        </span>
        {design.ends_at && <span className="shared-quiet">{texts.ends(design.ends_at)}</span>}
        {dashboards.length > 0 && (
          <SegmentedSwitch
            size="xs"
            aria-label={dashboardTexts.views}
            data={[
              { value: "design", label: texts.design },
              { value: "dashboards", label: dashboardTexts.title },
            ]}
            value={shownBoard === null ? "design" : "dashboards"}
            onChange={(view: string) => setBoard(view === "design" ? null : dashboards[0]!)}
          />
        )}
        <div className="shared-tools">
          <ActionIcon action={toggleThemeAction} />
          <CopyControls design={design} />
        </div>
      </header>
      {newer && (
        <p className="shared-newer" role="status">
          {texts.changed}
          <Button size="compact-sm" variant="default" onClick={onRefresh}>
            {texts.showChanged}
          </Button>
        </p>
      )}
      {shownBoard !== null ? (
        <main className="shared-boards">
          <Suspense fallback={null}>
            <SharedDashboards design={shownDesign} shown={shownBoard} onShow={setBoard} />
          </Suspense>
          <p className="shared-note">{texts.notPart[design.shows]}</p>
        </main>
      ) : (
        <main className="shared-page">
          <div className="shared-main">
            <h1>{document.name}</h1>
            {document.description && <p className="shared-description">{document.description}</p>}
            <SharedCanvas design={design} />
            <p className="shared-caption">{texts.graph}</p>
          </div>
          <aside className="shared-side" aria-label={texts.details}>
            {design.sources.length > 0 && <RunWithOwnData design={design} onShow={setOwn} />}
            <SharedNode design={shownDesign} />
            <Suspense fallback={null}>{design.comments.length > 0 && <SharedComments design={design} />}</Suspense>
            <p className="shared-note">{texts.notPart[design.shows]}</p>
          </aside>
        </main>
      )}
    </div>
  );
}

/** Copy or download, where the link allows it. */
function CopyControls({ design }: { design: SharedDesign }) {
  if (design.scope !== "fork" && design.scope !== "edit") return null;
  const copy = () =>
    copySharedDesign(design.id)
      .then((copied) => {
        navigate(`/designs/${copied}`);
        location.reload();
      })
      .catch(notifyFailure);
  const download = () =>
    readSharedDocument(design.id)
      .then((document) =>
        saveFile(`${document.name}.design.json`, JSON.stringify(document, null, 2), "application/json"),
      )
      .catch(notifyFailure);
  return (
    <>
      <Button
        variant={design.can_copy ? "default" : "filled"}
        leftSection={<IconDownload size={16} stroke={1.6} />}
        onClick={() => void download()}
      >
        {texts.download}
      </Button>
      {design.can_copy && (
        <Button leftSection={<IconCopy size={16} stroke={1.6} />} onClick={() => void copy()}>
          {texts.copy}
        </Button>
      )}
    </>
  );
}
