/** A formula over columns: a small editor that offers columns and functions. */

import { Suspense } from "react";
import { lazyWithRetry } from "../../../lib/lazy";
import { CodePlaceholder } from "../../../ui/code/CodePlaceholder";
import { useDebouncedInput } from "../../../ui/useDebouncedInput";
import { useIncomingData } from "../useIncoming";
import { useMadeColumns } from "./madeColumns";
import { type ControlProps, defineControl } from "./parameterControl";
import "./formulaControl.css";

const CodeEditor = lazyWithRetry(() => import("../../../ui/code/CodeEditor"));

export const formulaControl = defineControl({ kind: "formula", Control: FormulaControl });

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** A column as a formula names it: bare where that is a word, else in brackets. */
export const quoteColumn = (name: string, reserved: readonly string[]): string =>
  PLAIN_NAME.test(name) && !reserved.includes(name.toLowerCase()) ? name : `[${name.replaceAll("]", "]]")}]`;

function FormulaControl({ node, id, field, value, onChange }: ControlProps<"formula">) {
  const draft = useDebouncedInput(typeof value === "string" ? value : "", (text) =>
    onChange(text.trim() === "" ? undefined : text),
  );
  const { schema } = useIncomingData(node, field.port);
  const names = [...(schema?.columns ?? []).map(({ name }) => name), ...useMadeColumns()];
  const columns = [...new Set(names)].map((name) => quoteColumn(name, field.reserved));
  return (
    <div id={id} className="formula-control">
      <Suspense fallback={<CodePlaceholder text={draft.text} />}>
        <CodeEditor
          label={field.title}
          language="formula"
          className="formula-editor"
          text={draft.text}
          failedLine={null}
          words={columns}
          functions={field.functions}
          onChange={draft.onChange}
          onBlur={draft.commit}
        />
      </Suspense>
    </div>
  );
}
