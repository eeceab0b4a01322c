/** The open design as code: written anew when the design changes, read when somebody types, applied as one change. */

import { create } from "zustand";
import { postJson, UnreachableError } from "../api/client";
import type { Design, Edit } from "../api/designDocument";
import type { components } from "../api/schema";
import { type MergeConflict, mergeTexts } from "../graph/lineMerge";
import { notifyFailure } from "../lib/toasts";
import { codePaneTexts as texts } from "../messages/codePaneTexts";
import { changeDesign, useDesign } from "./designStore";
import { readTypedCode, storeTypedCode } from "./typedCode";

export type CodeReading = components["schemas"]["CodeReadingRead"];
export type CodeRange = components["schemas"]["CodeRangeRead"];
type WrittenCode = components["schemas"]["WrittenCodeRead"];
type CodeLines = Readonly<Record<string, readonly [number, number]>>;

interface DesignCode {
  /** The design that the code was written from, and that code; null until it has come. */
  base: Design | null;
  written: string;
  /** What stands in the editor. */
  text: string;
  lines: CodeLines;
  /** What the text says; null while it is not known, or is as it was written. */
  reading: CodeReading | null;
  conflicts: readonly MergeConflict[];
  offline: boolean;
  /** What the canvas shows while changes wait. */
  view: "both" | "now";
}

const NO_CODE: DesignCode = {
  base: null,
  written: "",
  text: "",
  lines: {},
  reading: null,
  conflicts: [],
  offline: false,
  view: "both",
};

export const useDesignCode = create<DesignCode>(() => NO_CODE);
const { getState, setState } = useDesignCode;

/** Whether changes wait that could be applied now. */
export const hasCodeChanges = ({ reading }: DesignCode): boolean => (reading?.edits.length ?? 0) > 0;

const WRITE_DELAY = 80;
const READ_DELAY = 250;
let timer: ReturnType<typeof setTimeout> | undefined;
let asked = 0;

const ask = <Answer>(what: "write" | "read", body: object): Promise<Answer> =>
  postJson<Answer>(`/api/designs/${useDesign.getState().id}/code/${what}`, body);

/** Keep the code in step with the design for as long as the returned function is not called. */
export function followDesign(): () => void {
  let later: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => void writeDesign();
  const design = useDesign.getState().id ?? "";
  setState(readTypedCode(design) ?? {});
  const stopStoring = useDesignCode.subscribe(({ written, text }) => storeTypedCode(design, { written, text }));
  refresh();
  const stop = useDesign.subscribe(({ document }, before) => {
    if (document === before.document) return;
    clearTimeout(later);
    later = setTimeout(refresh, WRITE_DELAY);
  });
  return () => {
    stop();
    stopStoring();
    clearTimeout(later);
    clearTimeout(timer);
    asked += 1;
    setState(NO_CODE);
  };
}

/** Write the design as it is now. What somebody typed meanwhile is kept, with the changes of the canvas around it. */
async function writeDesign(): Promise<void> {
  const { document } = useDesign.getState();
  if (!document) return;
  const turn = ++asked;
  const answer = await ask<WrittenCode>("write", { document }).catch(reportFailure);
  if (!answer || turn !== asked) return;
  const { written, text, conflicts } = getState();
  const merged = text === written ? { text: answer.text, conflicts: [] } : mergeTexts(written, text, answer.text);
  const kept = text === written ? [] : conflicts;
  setState({
    base: document,
    written: answer.text,
    text: merged.text,
    lines: answer.lines as CodeLines,
    conflicts: [...kept, ...merged.conflicts],
    offline: false,
  });
  if (merged.text === answer.text) setState({ reading: null, conflicts: [] });
  else await readText();
}

/** Somebody typed. What the code says is known a moment later. */
export function typeCode(text: string): void {
  setState({ text });
  clearTimeout(timer);
  if (text === getState().written) setState({ reading: null, conflicts: [] });
  else timer = setTimeout(() => void readText(), READ_DELAY);
}

async function readText(): Promise<void> {
  const { base, text } = getState();
  if (!base) return;
  const answer = await ask<CodeReading>("read", { document: base, text }).catch(reportFailure);
  // What was typed since is read in its own turn.
  if (!answer || getState().text !== text || getState().base !== base) return;
  const lines = Object.keys(answer.lines).length > 0 ? { lines: answer.lines as CodeLines } : {};
  setState({ reading: answer, offline: false, ...lines });
  if (isApplyingAsTyped() && answer.errors.length === 0 && answer.findings.length === 0) void applyCode(true);
}

function reportFailure(error: unknown): null {
  if (error instanceof UnreachableError) setState({ offline: true });
  else notifyFailure(error);
  return null;
}

/** Make what was typed one change of the design, which undo takes back as a whole. */
export async function applyCode(asTyped = false): Promise<void> {
  clearTimeout(timer);
  const before = getState();
  if (before.text !== before.written && before.reading === null) await readText();
  const { reading, text } = getState();
  if (!reading || reading.errors.length > 0) return;
  // The text says what the design says from here on, whatever its spaces are: it comes back as the server writes it.
  setState({ written: text, reading: null, conflicts: [] });
  const kind = asTyped ? "typed code" : undefined;
  if (!changeDesign(texts.edit, reading.edits as Edit[], kind)) await writeDesign();
}

export function discardCode(): void {
  clearTimeout(timer);
  setState(({ written }) => ({ text: written, reading: null, conflicts: [] }));
  void writeDesign();
}

/** Write what the code says with further edits, as those of a problem's fix. */
export async function fixInCode(edits: readonly Edit[]): Promise<void> {
  const document = getState().reading?.document ?? getState().base;
  if (!document) return;
  const answer = await ask<WrittenCode>("write", { document, edits }).catch(reportFailure);
  if (answer) typeCode(answer.text);
}

/** Put what the canvas has in place of lines that were typed. */
export function takeTheirs(conflict: MergeConflict): void {
  const lines = getState().text.split("\n");
  lines.splice(conflict.line, conflict.count, ...conflict.theirs);
  setState(({ conflicts }) => ({ conflicts: conflicts.filter((one) => one !== conflict) }));
  typeCode(lines.join("\n"));
}

const APPLY_KEY = "designery:apply-code-as-typed";
const FOLLOW_KEY = "designery:code-follows-selection";

interface CodeSettings {
  applyAsTyped: boolean;
  followSelection: boolean;
}

export const useCodeSettings = create<CodeSettings>(() => ({
  applyAsTyped: readFlag(APPLY_KEY, false),
  followSelection: readFlag(FOLLOW_KEY, true),
}));

function readFlag(key: string, otherwise: boolean): boolean {
  const kept = localStorage.getItem(key);
  return kept === null ? otherwise : kept === "yes";
}

export function setCodeSettings(settings: Partial<CodeSettings>): void {
  useCodeSettings.setState(settings);
  const { applyAsTyped, followSelection } = useCodeSettings.getState();
  localStorage.setItem(APPLY_KEY, applyAsTyped ? "yes" : "no");
  localStorage.setItem(FOLLOW_KEY, followSelection ? "yes" : "no");
}

const isApplyingAsTyped = (): boolean => useCodeSettings.getState().applyAsTyped;
