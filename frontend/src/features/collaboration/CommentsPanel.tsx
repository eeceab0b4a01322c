/** All comments on the design: those that are open or those that are resolved, and a new one about what is selected. */

import { Select } from "@mantine/core";
import { useState } from "react";
import type { CommentThread, Module } from "../../api/apiTypes";
import type { Design } from "../../api/designDocument";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { useCatalog } from "../../stores/catalogStore";
import { beginThread, type CommentTarget, isThreadOpen, useThreads } from "../../stores/commentThreads";
import { useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { useUi } from "../../stores/uiStore";
import { SegmentedSwitch } from "../../ui/Segments";
import { CommentEditor } from "./CommentEditor";
import { ThreadCard } from "./ThreadCard";
import "../../styles/lazyMantine";
import "./commentsPanel.css";
import "../../ui/comments.css";

const texts = collaborationTexts.comments;
type ThreadFilter = "open" | "resolved";

export default function CommentsPanel() {
  const [chosen, setShown] = useState<ThreadFilter>("open");
  const { threads, wanted } = useThreads();
  const nodes = useDesign(({ document }) => document?.nodes);
  const selected = useUi((ui) => ui.selection);
  const requestedThread = threads.find(({ id }) => id === wanted);
  // A link to a resolved thread shows it.
  const shown: ThreadFilter = requestedThread && !isThreadOpen(requestedThread) ? "resolved" : chosen;
  const fitting = threads.filter((thread) => isThreadOpen(thread) === (shown === "open"));
  const orphaned = fitting.filter(({ node }) => node !== null && !nodes?.[node]);
  const attached = fitting.filter((thread) => !orphaned.includes(thread)).sort(compareByNearness(selected));
  const counts = {
    open: threads.filter(isThreadOpen).length,
    resolved: threads.filter((one) => !isThreadOpen(one)).length,
  };
  return (
    <div className="comments">
      <div className="comments-bar">
        <SegmentedSwitch
          aria-label={texts.filter}
          data={(["open", "resolved"] as const).map((value) => ({ value, label: texts.shown[value](counts[value]) }))}
          value={shown}
          onChange={(value: string) => {
            useThreads.setState({ wanted: null });
            setShown(value as ThreadFilter);
          }}
        />
      </div>
      {shown === "open" && <NewThread />}
      {fitting.length === 0 && <p className="comments-none">{texts.none[shown]}</p>}
      <ThreadList threads={attached} label={texts.title} />
      {orphaned.length > 0 && <h3 className="caption comments-caption">{texts.ofDeleted}</h3>}
      <ThreadList threads={orphaned} label={texts.ofDeleted} />
    </div>
  );
}

function ThreadList({ threads, label }: { threads: CommentThread[]; label: string }) {
  if (threads.length === 0) return null;
  return (
    <ol className="comment-threads" aria-label={label}>
      {threads.map((thread) => (
        <ThreadCard key={thread.id} thread={thread} />
      ))}
    </ol>
  );
}

/** What is about the selected cards first, then the newest first. */
const compareByNearness =
  (selected: string[]) =>
  (one: CommentThread, other: CommentThread): number =>
    Number(selected.includes(other.node ?? "")) - Number(selected.includes(one.node ?? "")) ||
    other.created_at.localeCompare(one.created_at);

function NewThread() {
  const wished = useThreads(({ about }) => about);
  const selected = useUi((ui) => ui.selection.at(-1));
  const document = useDesign((store) => store.document);
  const modules = useCatalog((library) => library.modules);
  const choices = listTargetChoices(document, modules, selected, wished);
  const [picked, setPicked] = useState<string | null>(null);
  const value = choices.find(({ key }) => key === picked) ?? choices[0]!;
  return (
    <div className="comment-new">
      <Select
        size="sm"
        label={texts.about}
        data={choices.map(({ key, label }) => ({ value: key, label }))}
        value={value.key}
        allowDeselect={false}
        onChange={setPicked}
      />
      <CommentEditor
        key={value.key}
        label={texts.write}
        sendLabel={texts.send}
        autoFocus={wished !== null || selected !== undefined}
        onSend={async (text) => {
          const isAccepted = await beginThread(value.about, text);
          if (isAccepted) useThreads.setState({ about: null });
          return isAccepted;
        }}
      />
    </div>
  );
}

interface TargetChoice {
  key: string;
  label: string;
  about: CommentTarget;
}

/** What a new comment can be about: what was asked for, the selected card and its ports, the design. */
function listTargetChoices(
  design: Design | null,
  modules: ReadonlyMap<string, Module>,
  selected: string | undefined,
  wished: CommentTarget | null,
): TargetChoice[] {
  const choices: TargetChoice[] = [];
  if (wished?.version) {
    choices.push({ key: `version ${wished.version}`, label: texts.version(wished.title), about: wished });
  }
  const node = selected === undefined ? undefined : design?.nodes[selected];
  if (selected !== undefined && node) {
    const title = getNodeName(selected);
    const module = modules.get(node.module);
    choices.push({ key: selected, label: title, about: { node: selected, title } });
    for (const [side, ports] of [
      ["input", module?.inputs ?? []],
      ["output", module?.outputs ?? []],
    ] as const) {
      for (const port of ports) {
        const name = `${side}.${port.name}`;
        choices.push({
          key: `${selected} ${name}`,
          label: `${title}: ${texts.sides[side]} ${port.title}`,
          about: { node: selected, port: name, title },
        });
      }
    }
  }
  return [...choices, { key: "", label: texts.design, about: { title: "" } }];
}
