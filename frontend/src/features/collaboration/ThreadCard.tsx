/** One thread: what it is about, what was written, and what can be done with it. */

import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { getGuestAccess } from "../../api/accessMode";
import type { Comment, CommentThread } from "../../api/apiTypes";
import { centerOnNode } from "../../canvas/viewport";
import { notifyDone } from "../../lib/toasts";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { formatWhen } from "../../messages/formatting";
import { useModule } from "../../stores/catalogStore";
import {
  buildThreadLink,
  deleteComment,
  editComment,
  isThreadOpen,
  replyToThread,
  resolveThread,
  useThreads,
} from "../../stores/commentThreads";
import { useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { selectCards } from "../../stores/uiStore";
import { showVersionPreview } from "../../stores/versionPreview";
import { NoteMarkdown } from "../../ui/NoteMarkdown";
import { CommentEditor } from "./CommentEditor";
import "../../ui/comments.css";

const texts = collaborationTexts.comments;

export function ThreadCard({ thread }: { thread: CommentThread }) {
  const isRequested = useThreads((store) => store.wanted === thread.id);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!isRequested) return;
    card.current?.scrollIntoView({ block: "nearest" });
    card.current?.focus();
  }, [isRequested]);
  return (
    <li
      ref={card}
      id={`comment-${thread.id}`}
      className={`comment-thread ${isRequested ? "comment-wanted" : ""}`}
      tabIndex={-1}
      aria-label={texts.thread(thread.comments[0]?.person ?? "", thread.comments.length)}
    >
      <ThreadHead thread={thread} />
      <ul>
        {thread.comments.map((comment) => (
          <ThreadComment key={comment.id} thread={thread} comment={comment} />
        ))}
      </ul>
      <CommentEditor label={texts.reply} sendLabel={texts.send} onSend={(text) => replyToThread(thread, text)} />
    </li>
  );
}

function ThreadHead({ thread }: { thread: CommentThread }) {
  const copyLink = async () => {
    await navigator.clipboard.writeText(buildThreadLink(thread.id));
    notifyDone(texts.linkCopied);
  };
  return (
    <header>
      <ThreadSubject thread={thread} />
      {thread.resolved_by !== null && <span className="comment-quiet">{texts.resolvedBy(thread.resolved_by)}</span>}
      {!getGuestAccess() && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void copyLink()}>
          {texts.copyLink}
        </Button>
      )}
      <Button size="compact-xs" variant="default" onClick={() => void resolveThread(thread, isThreadOpen(thread))}>
        {isThreadOpen(thread) ? texts.resolve : texts.reopen}
      </Button>
    </header>
  );
}

/** What the thread is about, and the way there while it is still there. */
function ThreadSubject({ thread }: { thread: CommentThread }) {
  const { node, version, title } = thread;
  const exists = useDesign(({ document }) => node !== null && document?.nodes[node] !== undefined);
  const port = usePortTitle(thread);
  if (node !== null && !exists) return <b>{texts.deleted(title) + port}</b>;
  if (node === null && version === null) return <b>{texts.design}</b>;
  const go = () => {
    if (node === null) {
      showVersionPreview({ point: `version:${version}`, name: title }, "before");
      return;
    }
    selectCards([node]);
    centerOnNode(node);
  };
  return (
    <button type="button" className="comment-subject" onClick={go}>
      {node === null ? texts.version(title) : getNodeName(node) + port}
    </button>
  );
}

function usePortTitle({ node, port }: CommentThread): string {
  const module = useModule(useDesign(({ document }) => (node ? document?.nodes[node]?.module : undefined)));
  if (port === null) return "";
  const [side, name] = port.split(".");
  const found = module?.[side === "input" ? "inputs" : "outputs"].find((one) => one.name === name);
  return `, ${found?.title ?? name}`;
}

function ThreadComment({ thread, comment }: { thread: CommentThread; comment: Comment }) {
  const [editing, setEditing] = useState(false);
  const at = new Date(comment.created_at);
  return (
    <li className="comment">
      <p className="comment-by">
        <b>{comment.person}</b>
        <time dateTime={comment.created_at} title={at.toLocaleString("en")}>
          {formatWhen(at)}
        </time>
        {comment.edited_at !== null && <span>{texts.edited}</span>}
        {comment.own && !editing && (
          <span className="comment-own">
            <button type="button" onClick={() => setEditing(true)}>
              {texts.edit}
            </button>
            <button type="button" onClick={() => void deleteComment(thread, comment)}>
              {texts.remove}
            </button>
          </span>
        )}
      </p>
      {editing ? (
        <CommentEditor
          label={texts.edit}
          start={comment.text}
          sendLabel={texts.save}
          autoFocus
          onSend={(text) => editComment(thread, comment, text)}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <div className="comment-text">
          <NoteMarkdown text={comment.text} />
        </div>
      )}
    </li>
  );
}
