/** Asks which output of a module is stored, and under which name. */

import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { declareEdit, readDeclarations, suggestDeclarationName } from "../../graph/pipelineDeclarations";
import { toPlainLetters } from "../../lib/plainLetters";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { changeDesign, useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";

const texts = pipelineTexts.output;
const MODEL_TYPES = ["trained_model", "transformation"];

export interface StorablePort {
  name: string;
  title: string;
  type: string;
}

/** Models have plain names, since these stand in addresses. */
function suggestStoredName(design: string, port: StorablePort): string {
  if (!MODEL_TYPES.includes(port.type)) return `${design}, ${port.title.toLowerCase()}`;
  const plain = toPlainLetters(design)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return plain || "model";
}

export const createStoreOutputDialog =
  (node: string, ports: readonly StorablePort[]): Dialog =>
  ({ onClose }) => {
    const design = useDesign((store) => store.document?.name ?? "");
    const declared = readDeclarations(useDesign.getState().document);
    const known = Object.entries(declared.outputs).find(([, output]) => output.node === node);
    const [port, setPort] = useState(known?.[1].port ?? ports[0]!.name);
    const [name, setName] = useState<string>();
    const chosen = ports.find((one) => one.name === port) ?? ports[0]!;
    const held = known?.[1].port === port ? known[1].name : undefined;
    const shown = name ?? held ?? suggestStoredName(design, chosen);
    const store = async () => {
      const key = held === undefined ? suggestDeclarationName(chosen.title, declared) : known![0];
      changeDesign(texts.added(getNodeName(node)), [declareEdit("outputs", key, { node, port, name: shown.trim() })]);
    };
    return (
      <FormDialog
        title={texts.title}
        submitLabel={texts.submit}
        incomplete={shown.trim() === ""}
        onSubmit={store}
        onClose={onClose}
      >
        <p className="settings-about">{texts.about}</p>
        {ports.length > 1 && (
          <Select
            label={texts.port}
            allowDeselect={false}
            data={ports.map((one) => ({ value: one.name, label: one.title }))}
            value={port}
            onChange={(value) => value !== null && setPort(value)}
          />
        )}
        <TextInput
          data-autofocus
          label={texts.name}
          description={MODEL_TYPES.includes(chosen.type) ? texts.nameHelp : undefined}
          maxLength={200}
          value={shown}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </FormDialog>
    );
  };
