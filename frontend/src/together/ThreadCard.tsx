/** One thread: what it is about, what was written, and what can be done with it. */

import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { visiting } from "../api/door";
import type { Comment, Thread } from "../api/types";
import { Markdown } from "../canvas/notes/Markdown";
import { lookAt } from "../canvas/stage";
import { together } from "../messages/together";
import { when } from "../messages/words";
import { notifyDone } from "../notify";
import { nameOfNode } from "../panels/problemWords";
import { useDesign } from "../stores/design";
import { useModule } from "../stores/library";
import { showPast } from "../stores/past";
import { select } from "../stores/ui";
import { isOpen, linkTo, reply, resolve, rewrite, useThreads, withdraw } from "./threads";
import { Writing } from "./Writing";

const say = together.comments;

export function ThreadCard({ thread }: { thread: Thread }) {
  const wanted = useThreads((store) => store.wanted === thread.id);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!wanted) return;
    card.current?.scrollIntoView({ block: "nearest" });
    card.current?.focus();
  }, [wanted]);
  return (
    <li
      ref={card}
      id={`comment-${thread.id}`}
      className={`comment-thread ${wanted ? "comment-wanted" : ""}`}
      tabIndex={-1}
      aria-label={say.thread(thread.comments[0]?.person ?? "", thread.comments.length)}
    >
      <Head thread={thread} />
      <ul>
        {thread.comments.map((comment) => (
          <One key={comment.id} thread={thread} comment={comment} />
        ))}
      </ul>
      <Writing label={say.reply} send={say.send} onSend={(text) => reply(thread, text)} />
    </li>
  );
}

function Head({ thread }: { thread: Thread }) {
  const copyLink = async () => {
    await navigator.clipboard.writeText(linkTo(thread.id));
    notifyDone(say.linkCopied);
  };
  return (
    <header>
      <Subject thread={thread} />
      {thread.resolved_by !== null && <span className="comment-quiet">{say.resolvedBy(thread.resolved_by)}</span>}
      {!visiting() && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void copyLink()}>
          {say.copyLink}
        </Button>
      )}
      <Button size="compact-xs" variant="default" onClick={() => void resolve(thread, isOpen(thread))}>
        {isOpen(thread) ? say.resolve : say.reopen}
      </Button>
    </header>
  );
}

/** What the thread is about, and the way there while it is still there. */
function Subject({ thread }: { thread: Thread }) {
  const { node, version, title } = thread;
  const there = useDesign(({ document }) => node !== null && document?.nodes[node] !== undefined);
  const port = usePortTitle(thread);
  if (node !== null && !there) return <b>{say.deleted(title) + port}</b>;
  if (node === null && version === null) return <b>{say.design}</b>;
  const go = () => {
    if (node === null) {
      showPast({ point: `version:${version}`, name: title }, "before");
      return;
    }
    select([node]);
    lookAt(node);
  };
  return (
    <button type="button" className="comment-subject" onClick={go}>
      {node === null ? say.version(title) : nameOfNode(node) + port}
    </button>
  );
}

function usePortTitle({ node, port }: Thread): string {
  const module = useModule(useDesign(({ document }) => (node ? document?.nodes[node]?.module : undefined)));
  if (port === null) return "";
  const [side, name] = port.split(".");
  const found = module?.[side === "input" ? "inputs" : "outputs"].find((one) => one.name === name);
  return `, ${found?.title ?? name}`;
}

function One({ thread, comment }: { thread: Thread; comment: Comment }) {
  const [editing, setEditing] = useState(false);
  const at = new Date(comment.created_at);
  return (
    <li className="comment">
      <p className="comment-by">
        <b>{comment.person}</b>
        <time dateTime={comment.created_at} title={at.toLocaleString("en")}>
          {when(at)}
        </time>
        {comment.edited_at !== null && <span>{say.edited}</span>}
        {comment.own && !editing && (
          <span className="comment-own">
            <button type="button" onClick={() => setEditing(true)}>
              {say.edit}
            </button>
            <button type="button" onClick={() => void withdraw(thread, comment)}>
              {say.remove}
            </button>
          </span>
        )}
      </p>
      {editing ? (
        <Writing
          label={say.edit}
          start={comment.text}
          send={say.save}
          eager
          onSend={(text) => rewrite(thread, comment, text)}
          onGiveUp={() => setEditing(false)}
        />
      ) : (
        <div className="comment-text">
          <Markdown text={comment.text} />
        </div>
      )}
    </li>
  );
}
