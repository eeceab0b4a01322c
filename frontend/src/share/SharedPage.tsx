/** What a visitor of a share link sees: the design as far as it is shared, without an account. */

import { Button, PasswordInput } from "@mantine/core";
import { IconCopy, IconDownload, IconEye, IconPin } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, Suspense, useCallback, useEffect, useEffectEvent, useState } from "react";
import { ActionIcon } from "../actions/ActionIcon";
import { toggleTheme } from "../actions/toggleTheme";
import { Refused } from "../api/client";
import { comeBy, type Link } from "../api/door";
import { later } from "../later";
import { text } from "../messages/en";
import { sharing } from "../messages/sharing";
import { navigate } from "../navigation";
import { notifyFailure } from "../notify";
import { Logo } from "../panels/Logo";
import { SharedCanvas } from "./SharedCanvas";
import { SharedNode } from "./SharedNode";
import { saveFile } from "./saving";
import { show, showSteps } from "./showing";
import { TryOwn } from "./TryOwn";
import {
  again,
  begin,
  beginWithout,
  follow,
  framed,
  makeCopy,
  readDesign,
  readDocument,
  type SharedDesign,
  type SharedRun,
} from "./visit";
import "../styles/later";
import "../styles/canvas.css";
import "../styles/panels.css";
import "./shared.css";

const LeftBehind = later(() => import("./LeftBehind"));
const EditPage = later(() => import("./EditPage"));
const SharedComments = later(() => import("../together/SharedComments"));

const say = sharing.visitor;

type State =
  | { kind: "opening" }
  | { kind: "password"; refusal: string }
  | { kind: "closed"; sentence: string }
  | { kind: "open"; design: SharedDesign };

/** The token is read from the fragment, which no browser sends; it stays there, so that the page can be loaded again. */
function useVisit(share: string) {
  const [token] = useState(() => location.hash.slice(1));
  const [state, setState] = useState<State>({ kind: "opening" });
  const fail = useCallback((error: unknown) => setState(after(error)), []);
  const read = useCallback(async () => {
    const design = await readDesign(share);
    if (edits(design)) comeBy(linkOf(design));
    else await show(design);
    setState({ kind: "open", design });
  }, [share]);
  const enter = useCallback(
    async (password: string | null) => {
      try {
        if (token) await begin(share, token, password);
        else beginWithout(share);
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
const edits = ({ scope }: SharedDesign): boolean => scope === "edit" && !framed();

const isOther = (one: SharedDesign, other: SharedDesign): boolean =>
  one.revision !== other.revision || JSON.stringify(one.steps) !== JSON.stringify(other.steps);

const linkOf = (design: SharedDesign): Link => ({
  share: design.id,
  shows: design.shows,
  rows: design.rows,
  scripts: design.scripts,
  comments: design.shows_comments,
  endsAt: design.ends_at,
  again,
});

function after(error: unknown): State {
  const status = error instanceof Refused ? error.status : 0;
  const sentence = error instanceof Error ? error.message : String(error);
  if (status === 401) return { kind: "password", refusal: "" };
  if (status === 403 || status === 429) return { kind: "password", refusal: sentence };
  return { kind: "closed", sentence: status === 404 ? say.notThere : sentence };
}

export function SharedPage({ id }: { id: string }) {
  const { state, setState, open, read } = useVisit(id);
  const [newer, setNewer] = useState(false);
  const isOpen = state.kind === "open" && !edits(state.design);
  const compare = useEffectEvent(async () => {
    if (state.kind === "open" && isOther(await readDesign(id), state.design)) setNewer(true);
  });
  useEffect(() => {
    if (!isOpen) return;
    return follow(id, {
      onEnded: (sentence) => setState({ kind: "closed", sentence }),
      onChanged: () => setNewer(true),
      onReturned: () => void compare().catch(() => {}),
    });
  }, [id, isOpen, setState]);
  if (state.kind === "opening") return <Closed>{say.loading}</Closed>;
  if (state.kind === "closed") {
    return (
      <Closed
        more={
          <Suspense fallback={null}>
            <LeftBehind share={id} />
          </Suspense>
        }
      >
        {state.sentence}
      </Closed>
    );
  }
  if (state.kind === "password") return <Password refusal={state.refusal} onPassword={open} />;
  if (edits(state.design)) return <EditPage share={id} />;
  const refresh = () => {
    setNewer(false);
    read();
  };
  return <Open design={state.design} newer={newer} onRefresh={refresh} />;
}

const Closed = ({ children, more }: { children: ReactNode; more?: ReactNode }) => (
  <main className="message">
    <Logo />
    <p role="status">{children}</p>
    {more}
  </main>
);

function Password({ refusal, onPassword }: { refusal: string; onPassword: (password: string) => Promise<void> }) {
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
      <h1 className="message-title">{say.password}</h1>
      <form className="shared-password" onSubmit={submit}>
        <PasswordInput
          label={say.passwordLabel}
          autoFocus
          autoComplete="off"
          value={password}
          error={refusal || undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={password === ""}>
          {say.open}
        </Button>
      </form>
    </main>
  );
}

function Open({ design, newer, onRefresh }: { design: SharedDesign; newer: boolean; onRefresh: () => void }) {
  const { document } = design;
  const [own, setOwn] = useState<SharedRun | null>(null);
  const seen = own ? { ...design, steps: own.steps, run: own.id } : design;
  useEffect(() => showSteps(own ? own.steps : design.steps), [own, design]);
  useEffect(() => {
    window.document.title = document.name;
  }, [document.name]);
  return (
    <div className="shared">
      <header className="shared-bar">
        <span className="shared-brand">
          <Logo />
          {text.app}
        </span>
        <span className="shared-chip">
          <IconEye size={14} stroke={1.6} aria-hidden="true" />
          {say.shared}
        </span>
        <span className="shared-chip">
          {design.pinned && <IconPin size={14} stroke={1.6} aria-hidden="true" />}
          {design.pinned ? say.version(design.revision, design.saved_at) : say.newest(design.saved_at)}
        </span>
        {design.ends_at && <span className="shared-quiet">{say.ends(design.ends_at)}</span>}
        <div className="shared-tools">
          <ActionIcon action={toggleTheme} />
          <Taking design={design} />
        </div>
      </header>
      {newer && (
        <p className="shared-newer" role="status">
          {say.changed}
          <Button size="compact-sm" variant="default" onClick={onRefresh}>
            {say.showChanged}
          </Button>
        </p>
      )}
      <main className="shared-page">
        <div className="shared-main">
          <h1>{document.name}</h1>
          {document.description && <p className="shared-description">{document.description}</p>}
          <SharedCanvas design={design} />
          <p className="shared-caption">{say.graph}</p>
        </div>
        <aside className="shared-side" aria-label={say.details}>
          {design.sources.length > 0 && <TryOwn design={design} onShow={setOwn} />}
          <SharedNode design={seen} />
          <Suspense fallback={null}>{design.comments.length > 0 && <SharedComments design={design} />}</Suspense>
          <p className="shared-note">{say.notPart[design.shows]}</p>
        </aside>
      </main>
    </div>
  );
}

/** Copy or download, where the link allows it. */
function Taking({ design }: { design: SharedDesign }) {
  if (design.scope !== "fork" && design.scope !== "edit") return null;
  const copy = () =>
    makeCopy(design.id)
      .then((made) => {
        navigate(`/designs/${made}`);
        location.reload();
      })
      .catch(notifyFailure);
  const download = () =>
    readDocument(design.id)
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
        {say.download}
      </Button>
      {design.can_copy && (
        <Button leftSection={<IconCopy size={16} stroke={1.6} />} onClick={() => void copy()}>
          {say.copy}
        </Button>
      )}
    </>
  );
}
