/** The conversation with the language model about the open design: what was said, and what it does now. */

import { create } from "zustand";
import { postForEvents } from "../../api/eventAnswers";
import type { components } from "../../api/schema";
import { assistantTexts as texts } from "../../messages/assistantTexts";
import { flushChanges, useDesign } from "../../stores/designStore";
import { refreshProposals } from "../../stores/proposals";
import { getSelectedCards } from "../../ui/actions/action";

type Progress = components["schemas"]["PromptProgress"];

export interface Turn {
  role: "user" | "assistant";
  text: string;
  /** The model gave no answer; the text says why. */
  failed?: boolean;
  proposal?: Progress["proposal"];
}

interface PromptSession {
  design: string | null;
  turns: Turn[];
  /** What the model does now; null while nothing is asked. */
  step: string | null;
  cancelling: AbortController | null;
}

/** As many turns go along with a prompt as the server takes, less some. */
const MAX_EARLIER = 20;
const MAX_CHARACTERS = 20_000;

const EMPTY: PromptSession = { design: null, turns: [], step: null, cancelling: null };
export const usePromptSession = create<PromptSession>()(() => EMPTY);

/** Another design has a conversation of its own. */
export function enterDesign(design: string): void {
  if (usePromptSession.getState().design !== design) startOver(design);
}

export function startOver(design: string | null = usePromptSession.getState().design): void {
  stopAnswer();
  usePromptSession.setState({ ...EMPTY, design });
}

export function stopAnswer(): void {
  usePromptSession.getState().cancelling?.abort();
}

/** Ask again what had no answer. */
export function askAgain(): void {
  const { turns } = usePromptSession.getState();
  const asked = turns.findLastIndex(({ role }) => role === "user");
  if (asked < 0) return;
  usePromptSession.setState({ turns: turns.slice(0, asked) });
  void sendPrompt(turns[asked]!.text);
}

/** Send the words of a person, and follow what the model does until it has ended. */
export async function sendPrompt(words: string): Promise<void> {
  const { design, turns, cancelling: busy } = usePromptSession.getState();
  if (!design || busy) return;
  const cancelling = new AbortController();
  const earlier = turns.filter(({ failed }) => !failed).slice(-MAX_EARLIER);
  usePromptSession.setState({ turns: [...turns, { role: "user", text: words }], step: texts.sending, cancelling });
  const end = await follow(design, words, earlier, cancelling.signal);
  // Meanwhile the conversation may have been started over, or another design opened.
  if (usePromptSession.getState().cancelling !== cancelling) return;
  usePromptSession.setState((session) => ({ turns: [...session.turns, end], step: null, cancelling: null }));
  if (end.proposal) await refreshProposals();
}

async function follow(design: string, words: string, earlier: readonly Turn[], signal: AbortSignal): Promise<Turn> {
  const body = {
    words,
    earlier: earlier.map(({ role, text }) => ({ role, content: text.slice(0, MAX_CHARACTERS) })),
    selected: getSelectedCards().filter((card) => Object.hasOwn(useDesign.getState().document?.nodes ?? {}, card)),
  };
  try {
    // The model reads what is stored.
    await flushChanges();
    for await (const progress of postForEvents<Progress>(`/api/designs/${design}/prompts`, body, signal)) {
      if (progress.kind !== "step") return toTurn(progress);
      usePromptSession.setState({ step: progress.text });
    }
    return { role: "assistant", text: texts.interrupted, failed: true };
  } catch (error) {
    const text = signal.aborted ? texts.stopped : (error as Error).message;
    return { role: "assistant", text, failed: true };
  }
}

const toTurn = ({ kind, text, proposal }: Progress): Turn => ({
  role: "assistant",
  text,
  proposal,
  ...(kind === "failure" && { failed: true }),
});
