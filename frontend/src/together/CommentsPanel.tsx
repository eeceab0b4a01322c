/** All comments on the design: those that are open or those that are resolved, and a new one about what is selected. */

import { useState } from "react";
import type { Module, Thread } from "../api/types";
import { Segments } from "../components/Segments";
import type { Design } from "../graph/types";
import { together } from "../messages/together";
import { nameOfNode } from "../panels/problemWords";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { useUi } from "../stores/ui";
import { ThreadCard } from "./ThreadCard";
import { type About, beginThread, isOpen, useThreads } from "./threads";
import { Writing } from "./Writing";
import "./comments.css";

const say = together.comments;
type Shown = "open" | "resolved";

export default function CommentsPanel() {
  const [chosen, setShown] = useState<Shown>("open");
  const { threads, wanted } = useThreads();
  const nodes = useDesign(({ document }) => document?.nodes);
  const selected = useUi((ui) => ui.selection);
  const asked = threads.find(({ id }) => id === wanted);
  // A link to a resolved thread shows it.
  const shown: Shown = asked && !isOpen(asked) ? "resolved" : chosen;
  const fitting = threads.filter((thread) => isOpen(thread) === (shown === "open"));
  const gone = fitting.filter(({ node }) => node !== null && !nodes?.[node]);
  const there = fitting.filter((thread) => !gone.includes(thread)).sort(byNearness(selected));
  const counts = { open: threads.filter(isOpen).length, resolved: threads.filter((one) => !isOpen(one)).length };
  return (
    <div className="comments">
      <div className="comments-bar">
        <Segments
          aria-label={say.filter}
          data={(["open", "resolved"] as const).map((value) => ({ value, label: say.shown[value](counts[value]) }))}
          value={shown}
          onChange={(value: string) => {
            useThreads.setState({ wanted: null });
            setShown(value as Shown);
          }}
        />
      </div>
      {shown === "open" && <NewThread />}
      {fitting.length === 0 && <p className="comments-none">{say.none[shown]}</p>}
      <List threads={there} label={say.title} />
      {gone.length > 0 && <h3 className="caption">{say.ofDeleted}</h3>}
      <List threads={gone} label={say.ofDeleted} />
    </div>
  );
}

function List({ threads, label }: { threads: Thread[]; label: string }) {
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
const byNearness =
  (selected: string[]) =>
  (one: Thread, other: Thread): number =>
    Number(selected.includes(other.node ?? "")) - Number(selected.includes(one.node ?? "")) ||
    other.created_at.localeCompare(one.created_at);

function NewThread() {
  const wished = useThreads(({ about }) => about);
  const selected = useUi((ui) => ui.selection.at(-1));
  const document = useDesign((store) => store.document);
  const modules = useLibrary((library) => library.modules);
  const choices = choicesFor(document, modules, selected, wished);
  const [picked, setPicked] = useState<string | null>(null);
  const value = choices.find(({ key }) => key === picked) ?? choices[0]!;
  return (
    <div className="comment-new">
      <label>
        {say.about}
        <select value={value.key} onChange={(event) => setPicked(event.currentTarget.value)}>
          {choices.map(({ key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Writing
        key={value.key}
        label={say.write}
        send={say.send}
        eager={wished !== null || selected !== undefined}
        onSend={async (text) => {
          const taken = await beginThread(value.about, text);
          if (taken) useThreads.setState({ about: null });
          return taken;
        }}
      />
    </div>
  );
}

interface Choice {
  key: string;
  label: string;
  about: About;
}

/** What a new comment can be about: what was asked for, the selected card and its ports, the design. */
function choicesFor(
  design: Design | null,
  modules: ReadonlyMap<string, Module>,
  selected: string | undefined,
  wished: About | null,
): Choice[] {
  const choices: Choice[] = [];
  if (wished?.version) {
    choices.push({ key: `version ${wished.version}`, label: say.version(wished.title), about: wished });
  }
  const node = selected === undefined ? undefined : design?.nodes[selected];
  if (selected !== undefined && node) {
    const title = nameOfNode(selected);
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
          label: `${title}: ${say.sides[side]} ${port.title}`,
          about: { node: selected, port: name, title },
        });
      }
    }
  }
  return [...choices, { key: "", label: say.design, about: { title: "" } }];
}
