/** What is offered while one types a design: modules, variables and their outputs, arguments, choices and columns. */

import { type Completion, type CompletionContext, type CompletionResult, snippet } from "@codemirror/autocomplete";
import type { Module, ParameterWidget } from "../../api/apiTypes";

export interface CompletionFacts {
  modules: ReadonlyMap<string, Module>;
  /** The columns of the tables that a node takes in; the node is that of the line. */
  listColumns: (line: number) => readonly string[];
}

const HELPERS = [
  "dy.columns()",
  "dy.all_columns()",
  "dy.columns_by()",
  "dy.choices()",
  "dy.span()",
  "dy.note()",
  "dy.OPEN",
];

/** One source for as long as an editor lives; the facts are asked for each time. */
export const createDesignCompletion =
  (getFacts: () => CompletionFacts) =>
  (context: CompletionContext): CompletionResult | null => {
    const text = context.state.sliceDoc(0, context.pos);
    const call = findOpenCall(text);
    const facts = getFacts();
    const inText = text.slice(text.lastIndexOf("\n") + 1).match(/"([^"]*)$/);
    if (inText && call) return completeText(context, inText[1]!, call, facts);
    const word = context.matchBefore(/[\w.]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const output = word.text.match(/^(\w+)\.(\w*)$/);
    if (output && output[1] !== "dy") return completeOutputs(context, word.from, output[1]!, facts);
    return { from: word.from, options: listOptions(text, call, facts), validFor: /^[\w.]*$/ };
  };

interface OpenCall {
  name: string;
  /** The argument that the cursor is in, where it has a name. */
  argument: string | null;
}

/** The innermost call whose parentheses are open at the end of a text. */
export function findOpenCall(text: string): OpenCall | null {
  let depth = 0;
  for (let at = text.length - 1; at >= 0 && text.length - at < 20_000; at -= 1) {
    const sign = text[at]!;
    if (")]}".includes(sign)) depth += 1;
    if ("[{".includes(sign)) depth -= 1;
    if (sign !== "(") continue;
    depth -= 1;
    const name = text.slice(Math.max(0, at - 120), at).match(/([\w.]+)$/)?.[1];
    // `dy.columns(...)` is a value of the argument around it.
    if (depth < 0 && name && !name.startsWith("dy.")) return { name, argument: findArgument(text.slice(at + 1)) };
  }
  return null;
}

/** The name of the last argument that was begun. */
function findArgument(inside: string): string | null {
  const names = [...inside.matchAll(/(?:^|[,(\s])(\w+)\s*=(?!=)/g)];
  const last = names.at(-1);
  if (!last) return null;
  const after = inside.slice(last.index + last[0].length);
  const isOver = /,\s*\w*$/.test(after) && !/[[({"][^\])}"]*$/.test(after);
  return isOver ? null : last[1]!;
}

function completeOutputs(
  context: CompletionContext,
  from: number,
  variable: string,
  { modules }: CompletionFacts,
): CompletionResult | null {
  const whole = context.state.doc.toString();
  const module = modules.get(whole.match(new RegExp(`^\\s*${variable} = (\\w+)\\(`, "m"))?.[1] ?? "");
  if (!module) return null;
  const options = module.outputs.map(({ name, title }) => ({ label: `${variable}.${name}`, detail: title }));
  return { from, options, validFor: /^[\w.]*$/ };
}

function completeText(
  context: CompletionContext,
  begun: string,
  call: OpenCall,
  { modules, listColumns }: CompletionFacts,
): CompletionResult | null {
  const widget = findWidget(modules.get(call.name), call.argument);
  if (!widget) return null;
  const line = context.state.doc.lineAt(context.pos).number;
  const words =
    widget.kind === "choice" ? widget.options.map(String) : widget.kind.startsWith("column") ? listColumns(line) : [];
  if (words.length === 0) return null;
  return {
    from: context.pos - begun.length,
    options: words.map((label) => ({ label, type: "constant" })),
    validFor: /^[^"]*$/,
  };
}

const findWidget = (module: Module | undefined, name: string | null): ParameterWidget | undefined =>
  module?.widgets.find((widget) => widget.name === name);

function listOptions(text: string, call: OpenCall | null, { modules }: CompletionFacts): Completion[] {
  const variables = [...text.matchAll(/^\s*(\w+) = /gm)].map(([, name]) => ({
    label: name!,
    type: "variable",
    boost: 2,
  }));
  const module = modules.get(call?.name ?? "");
  const helpers = HELPERS.map((label) => ({ label, type: "function", boost: -1 }));
  if (!module) return [...variables, ...[...modules.values()].map(completeModule), ...helpers];
  const named = [...module.inputs, ...module.widgets].map(
    ({ name, title }): Completion => ({ label: `${name}=`, detail: title, type: "property", boost: 3 }),
  );
  return [...named, ...variables, ...helpers];
}

/** A module with what it needs to be filled in. */
function completeModule(module: Module): Completion {
  const needed = [
    ...module.inputs.filter(({ optional }) => !optional),
    ...module.widgets.filter(({ required }) => required),
  ].map(({ name }) => name);
  const lone = module.inputs.length === 1;
  const fields = needed.map((name, place) => (lone && place === 0 ? `\${${name}}` : `${name}=\${${name}}`));
  return {
    label: module.name,
    detail: module.title,
    info: module.summary,
    type: "function",
    apply: snippet(`${module.name}(${fields.join(", ")})`),
  };
}
