/** The design as code: a form is chosen, the code is looked at, copied and downloaded, with the tables that it reads. */

import { Button, CopyButton, Group, Modal, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { urlOf } from "../api/base";
import { get } from "../api/client";
import type { ExportedCode } from "../api/types";
import { later } from "../later";
import { exportingMessages as say } from "../messages/exporting";
import { flushed, useDesign } from "../stores/design";
import "./exportCode.css";

const CodeEditor = later(() => import("../panels/inspector/code/CodeEditor"));

type Form = keyof typeof say.forms;

const FORMS = Object.entries(say.forms).map(([value, label]) => ({ value, label }));

export default function ExportCodeDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const [form, setForm] = useState<Form>("script");
  const asked = useQuery({
    queryKey: ["code", design, form],
    gcTime: 0,
    staleTime: 0,
    retry: false,
    queryFn: async () => {
      await flushed();
      return get<ExportedCode>(`/api/designs/${design}/code?form=${form}`);
    },
    enabled: design !== null,
  });
  const code = asked.data;
  return (
    <Modal opened onClose={onClose} size={980} title={say.title}>
      <div className="export-code">
        <SegmentedControl
          aria-label={say.form}
          data={FORMS}
          value={form}
          onChange={(chosen) => setForm(chosen as Form)}
        />
        <p className="dialog-help">{say.help[form]}</p>
        {asked.error ? (
          <p className="dialog-refusal" role="alert">
            {asked.error.message}
          </p>
        ) : (
          <Preview code={code} form={form} />
        )}
        {code && <Remarks code={code} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.close}
          </Button>
          <CopyButton value={code?.text ?? ""}>
            {({ copied, copy }) => (
              <Button variant="default" disabled={!code} onClick={copy}>
                {copied ? say.copied : say.copy}
              </Button>
            )}
          </CopyButton>
          <Button disabled={!code} onClick={() => code && save(code)}>
            {say.download}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

/** The code, or of a notebook the text of its cells, one after the other. */
function Preview({ code, form }: { code: ExportedCode | undefined; form: Form }) {
  if (!code) return <Waiting text={say.writing} />;
  const text = form === "notebook" ? cellsOf(code.text) : code.text;
  return (
    <div className="export-code-text">
      <Suspense fallback={<Waiting text={text} />}>
        <CodeEditor
          key={form}
          label={say.code}
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

function Remarks({ code }: { code: ExportedCode }) {
  return (
    <>
      {code.left_out.length > 0 && (
        <section className="export-code-remarks">
          <p>{say.leftOut}</p>
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
          <p>{say.files}</p>
          <ul>
            {code.files.map(({ name, title, artifact }) => (
              <li key={name}>
                {artifact ? (
                  <a href={urlOf(`/api/artifacts/${artifact}/download?format=csv`)} download={name}>
                    {name}
                  </a>
                ) : (
                  name
                )}
                {`, ${title}`}
                {!artifact && ` (${say.notYet})`}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface Cell {
  cell_type: string;
  source: string;
}

function cellsOf(text: string): string {
  const { cells } = JSON.parse(text) as { cells: Cell[] };
  return cells
    .map(({ cell_type, source }) => (cell_type === "code" ? source : source.replace(/^/gm, "# ")))
    .join("\n\n");
}

function save(code: ExportedCode): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([code.text], { type: "text/plain" }));
  link.download = code.file_name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const Waiting = ({ text }: { text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
  <pre className="code-waiting" tabIndex={0}>
    {text}
  </pre>
);
