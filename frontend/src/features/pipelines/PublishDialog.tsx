/** Publishes the open design: the name, what is new, what runs may set and what they store. */

import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { togglePipelineInput } from "../../actions/declarePipelineInput";
import { publishPipeline, readPublishDraft } from "../../api/pipelines";
import { isDatasetSource } from "../../graph/moduleRoles";
import {
  type DeclarationPart,
  type PipelineDeclarations,
  readDeclarations,
  removeDeclarationEdit,
} from "../../graph/pipelineDeclarations";
import { navigate } from "../../lib/navigation";
import { notifyOffer } from "../../lib/toasts";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { useCatalog } from "../../stores/catalogStore";
import { changeDesign, flushChanges, useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { type DeclarationLine, DeclarationList } from "./DeclarationList";

const texts = pipelineTexts.publish;

/** What the server says of the design with all changes of this tab. */
function usePublishDraft(design: string, pipeline: unknown) {
  return useQuery({
    queryKey: ["publication", design, JSON.stringify(pipeline ?? null)],
    queryFn: async () => {
      await flushChanges();
      return readPublishDraft(design);
    },
    gcTime: 0,
  });
}

export default function PublishDialog({ onClose }: { onClose: () => void }) {
  const id = useDesign((store) => store.id)!;
  const design = useDesign((store) => store.document);
  const declared = readDeclarations(design);
  const { data: draft } = usePublishDraft(id, design?.pipeline);
  const [name, setName] = useState<string>();
  const [note, setNote] = useState("");
  const [isDefault, setIsDefault] = useState(true);
  const shownName = name ?? draft?.pipelines[0]?.name ?? design?.name ?? "";
  const known = draft?.pipelines.find((one) => one.name === shownName.trim());
  const publish = async () => {
    await flushChanges();
    const made = await publishPipeline(id, { name: shownName.trim(), note, make_default: isDefault });
    const version = made.version_list[0]!.version;
    notifyOffer(texts.done(made.name, version), texts.show, () => navigate(`/pipelines/${made.command_name}`));
  };
  return (
    <FormDialog
      title={texts.title}
      submitLabel={known ? texts.submitVersion(known.last_version + 1) : texts.submit}
      incomplete={shownName.trim() === "" || draft === undefined || draft.reasons.length > 0}
      onSubmit={publish}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={texts.name}
        description={draft && draft.pipelines.length > 0 ? texts.nameHelp : undefined}
        maxLength={100}
        value={shownName}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        autosize
        minRows={2}
        maxLength={10_000}
        label={texts.note}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <DeclaredParts declared={declared} />
      <Checkbox
        label={texts.makeDefault}
        checked={isDefault}
        onChange={(event) => setIsDefault(event.currentTarget.checked)}
      />
      {draft === undefined && <p className="settings-about">{texts.reading}</p>}
      {draft !== undefined && draft.reasons.length > 0 && (
        <div className="publish-reasons" role="alert">
          <b>{texts.blocked}</b>
          <ul>
            {draft.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}

function DeclaredParts({ declared }: { declared: PipelineDeclarations }) {
  const modules = useCatalog((store) => store.modules);
  const nodes = useDesign((store) => store.document?.nodes) ?? {};
  const remove = (part: DeclarationPart) => (name: string) =>
    changeDesign(texts.removed, [removeDeclarationEdit(part, name)]);
  const getFieldTitle = (node: string, parameter: string): string => {
    const module = modules.get(nodes[node]?.module ?? "");
    return module?.widgets.find((widget) => widget.name === parameter)?.title ?? parameter;
  };
  const inputNodes = new Set(Object.values(declared.inputs).map(({ node }) => node));
  const offered = Object.keys(nodes).filter(
    (node) => isDatasetSource(modules.get(nodes[node]!.module)) && !inputNodes.has(node),
  );
  const list = <Declaration extends { node: string }>(
    part: Record<string, Declaration>,
    describe: (one: Declaration) => [string, string],
  ): DeclarationLine[] =>
    Object.entries(part).map(([name, one]) => {
      const [title, details] = describe(one);
      return { name, title, details };
    });
  return (
    <div className="publish-parts">
      <DeclarationList
        title={texts.parameters}
        none={texts.noParameters}
        lines={list(declared.parameters, (one) => [
          one.title ?? getFieldTitle(one.node, one.parameter),
          nodes[one.node] ? getNodeName(one.node) : one.node,
        ])}
        onRemove={remove("parameters")}
      />
      <DeclarationList
        title={texts.inputs}
        none={texts.noInputs}
        lines={list(declared.inputs, (one) => [one.title ?? getNodeName(one.node), ""])}
        offers={offered.map((node) => ({
          label: texts.addInput(getNodeName(node)),
          accept: () => togglePipelineInput(node),
        }))}
        onRemove={remove("inputs")}
      />
      <DeclarationList
        title={texts.outputs}
        none={texts.noOutputs}
        lines={list(declared.outputs, (one) => [one.name, nodes[one.node] ? getNodeName(one.node) : one.node])}
        onRemove={remove("outputs")}
      />
    </div>
  );
}
