/** The design as code: a form is chosen, the code is looked at, copied and downloaded, with the tables that it reads. */

import { Button, CopyButton, Group, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import type { ExportedCode } from "../../api/apiTypes";
import { toUrl } from "../../api/basePath";
import { getJson } from "../../api/client";
import { lazyWithRetry } from "../../lib/lazy";
import { exportTexts as texts } from "../../messages/exportTexts";
import { flushChanges, useDesign } from "../../stores/designStore";
import { CodePlaceholder } from "../../ui/code/CodePlaceholder";
import { Refusal } from "../../ui/dialogs/Refusal";
import { SegmentedSwitch } from "../../ui/Segments";
import "./exportCodeDialog.css";

const CodeEditor = lazyWithRetry(() => import("../../ui/code/CodeEditor"));

type CodeFormat = keyof typeof texts.forms;

const CODE_FORMATS = Object.entries(texts.forms).map(([value, label]) => ({ value, label }));

export default function ExportCodeDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const [form, setForm] = useState<CodeFormat>("script");
  const codeQuery = useQuery({
    queryKey: ["code", design, form],
    gcTime: 0,
    staleTime: 0,
    retry: false,
    queryFn: async () => {
      await flushChanges();
      return getJson<ExportedCode>(`/api/designs/${design}/code?form=${form}`);
    },
    enabled: design !== null,
  });
  const code = codeQuery.data;
  return (
    <Modal opened onClose={onClose} size={980} title={texts.title}>
      <div className="export-code">
        <SegmentedSwitch
          aria-label={texts.form}
          data={CODE_FORMATS}
          value={form}
          onChange={(chosen) => setForm(chosen as CodeFormat)}
        />
        <p className="export-help">{texts.help[form]}</p>
        {codeQuery.error ? <Refusal words={codeQuery.error.message} /> : <CodePreview code={code} form={form} />}
        {code && <CodeRemarks code={code} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.close}
          </Button>
          <CopyButton value={code?.text ?? ""}>
            {({ copied, copy }) => (
              <Button variant="default" disabled={!code} onClick={copy}>
                {copied ? texts.copied : texts.copy}
              </Button>
            )}
          </CopyButton>
          <Button disabled={!code} onClick={() => code && saveCode(code)}>
            {texts.download}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

/** The code, or of a notebook the text of its cells, one after the other. */
function CodePreview({ code, form }: { code: ExportedCode | undefined; form: CodeFormat }) {
  if (!code) return <CodePlaceholder scrolls text={texts.writing} />;
  const text = form === "notebook" ? parseNotebookCells(code.text) : code.text;
  return (
    <div className="export-code-text">
      <Suspense fallback={<CodePlaceholder scrolls text={text} />}>
        <CodeEditor
          key={form}
          label={texts.code}
          language="python"
          text={text}
          failedLine={null}
          readOnly
          onChange={() => undefined}
          onBlur={() => undefined}
        />
      </Suspense>
    </div>
  );
}

function CodeRemarks({ code }: { code: ExportedCode }) {
  return (
    <>
      {code.left_out.length > 0 && (
        <section className="export-code-remarks">
          <p>{texts.leftOut}</p>
          <ul>
            {code.left_out.map(({ node, title, reason }) => (
              <li key={node}>
                <strong>{title}:</strong> {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      {code.files.length > 0 && (
        <section className="export-code-remarks">
          <p>{texts.files}</p>
          <ul>
            {code.files.map(({ name, title, artifact }) => (
              <li key={name}>
                {artifact ? (
                  <a href={toUrl(`/api/artifacts/${artifact}/download?format=csv`)} download={name}>
                    {name}
                  </a>
                ) : (
                  name
                )}
                {`, ${title}`}
                {!artifact && ` (${texts.notYet})`}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface NotebookCell {
  cell_type: string;
  source: string;
}

function parseNotebookCells(text: string): string {
  const { cells } = JSON.parse(text) as { cells: NotebookCell[] };
  return cells
    .map(({ cell_type, source }) => (cell_type === "code" ? source : source.replace(/^/gm, "# ")))
    .join("\n\n");
}

function saveCode(code: ExportedCode): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([code.text], { type: "text/plain" }));
  link.download = code.file_name;
  link.click();
  URL.revokeObjectURL(link.href);
}
