/** Over the canvas: ask a language model about the design, or have it propose a change. */

import { ActionIcon, Button, Loader, Textarea } from "@mantine/core";
import { IconArrowUp, IconPlayerStopFilled, IconSparkles, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { bootstrap } from "../../api/bootstrap";
import { assistantTexts as texts } from "../../messages/assistantTexts";
import { useDesign } from "../../stores/designStore";
import { closePromptBar } from "../../stores/promptBar";
import { showProposal, usePendingProposals } from "../../stores/proposals";
import { takeTypedText } from "../../ui/actions/typeAheadBuffer";
import { askAgain, enterDesign, sendPrompt, startOver, stopAnswer, type Turn, usePromptSession } from "./promptSession";
import "./promptBar.css";

export default function PromptBar() {
  const design = useDesign((store) => store.id);
  useEffect(() => {
    if (design) enterDesign(design);
  }, [design]);
  const hasTurns = usePromptSession(({ turns }) => turns.length > 0);
  return (
    <section className="prompt-bar" aria-label={texts.label}>
      <header className="prompt-head">
        <IconSparkles size={16} stroke={1.6} aria-hidden="true" />
        <h2>{texts.label}</h2>
        {hasTurns && (
          <Button variant="subtle" size="compact-xs" onClick={() => startOver()}>
            {texts.startOver}
          </Button>
        )}
        <ActionIcon variant="subtle" size={28} aria-label={texts.close} onClick={close}>
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </header>
      {hasTurns && <Conversation design={design} />}
      <PromptField suggests={!hasTurns} />
      <p className="prompt-sent">{texts.sent(bootstrap.assistant ?? "")}</p>
    </section>
  );
}

/** The canvas has the focus again. */
function close(): void {
  closePromptBar();
  document.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
}

function Conversation({ design }: { design: string | null }) {
  const turns = usePromptSession((session) => session.turns);
  const step = usePromptSession((session) => session.step);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said last is seen
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [turns, step]);
  return (
    <div className="prompt-turns" ref={list} role="log" aria-label={texts.conversation}>
      {turns.map((turn, place) => (
        <TurnView key={place} turn={turn} design={design} isLast={place === turns.length - 1} />
      ))}
      {step !== null && (
        <p className="prompt-step">
          <Loader size={12} aria-hidden="true" />
          {step}
        </p>
      )}
    </div>
  );
}

function TurnView({ turn, design, isLast }: { turn: Turn; design: string | null; isLast: boolean }) {
  const { data: pending = [] } = usePendingProposals(design);
  const waits = pending.some(({ id }) => id === turn.proposal?.id);
  return (
    <div className="prompt-turn" data-role={turn.role} data-failed={turn.failed || undefined}>
      <p>{turn.text}</p>
      {waits && turn.proposal && (
        <Button size="compact-sm" onClick={() => showProposal(turn.proposal!.id)}>
          {texts.review}
        </Button>
      )}
      {turn.failed && isLast && (
        <Button size="compact-sm" variant="default" onClick={askAgain}>
          {texts.again}
        </Button>
      )}
    </div>
  );
}

function PromptField({ suggests }: { suggests: boolean }) {
  const [words, setWords] = useState(takeTypedText);
  const field = useRef<HTMLTextAreaElement>(null);
  const isBusy = usePromptSession(({ step }) => step !== null);
  // Before it is seen: a focus that comes later would take the next letters from where they were meant for.
  useLayoutEffect(() => field.current?.focus(), []);
  const send = () => {
    if (!words.trim() || isBusy) return;
    void sendPrompt(words.trim());
    setWords("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const suggest = (text: string) => {
    setWords(text);
    field.current?.focus();
  };
  return (
    <>
      {suggests && <Examples onChoose={suggest} />}
      <div className="prompt-field">
        <Textarea
          ref={field}
          aria-label={texts.placeholder}
          placeholder={texts.placeholder}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={4_000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {isBusy ? (
          <ActionIcon size={36} variant="default" aria-label={texts.stop} onClick={stopAnswer}>
            <IconPlayerStopFilled size={14} />
          </ActionIcon>
        ) : (
          <ActionIcon size={36} variant="filled" aria-label={texts.send} disabled={!words.trim()} onClick={send}>
            <IconArrowUp size={18} stroke={1.8} />
          </ActionIcon>
        )}
      </div>
    </>
  );
}

function Examples({ onChoose }: { onChoose: (text: string) => void }) {
  return (
    <ul className="prompt-examples" aria-label={texts.exampleList}>
      {texts.examples.map((example) => (
        <li key={example}>
          <Button variant="default" size="compact-sm" onClick={() => onChoose(example)}>
            {example}
          </Button>
        </li>
      ))}
    </ul>
  );
}
