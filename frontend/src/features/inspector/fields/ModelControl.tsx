/** A registered model and which of its versions: the newest, the one of an alias, or one that stays. */

import { Select } from "@mantine/core";
import { type RegisteredModel, useModels } from "../../../api/models";
import { registryTexts as texts } from "../../../messages/registryTexts";
import { changeDesign, useDesign } from "../../../stores/designStore";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

export const modelControl = defineControl({ kind: "model", Control: ModelControl });

const NEWEST = "newest";

function ModelControl({ node, field, id, value, onChange }: ControlProps<"model">) {
  const { data } = useModels();
  const models = (data ?? []).filter((model) => model.kind === field.accepts);
  const name = typeof value === "string" && value !== "" ? value : null;
  const chosen = models.find((model) => model.name === name);
  const missing = name !== null && !chosen ? [name] : [];
  return (
    <>
      <Select
        id={id}
        size="sm"
        searchable
        selectFirstOptionOnChange
        {...describeInput(id)}
        placeholder={texts.choose}
        nothingFoundMessage={texts.noneRegistered}
        data={[...missing, ...models.map((model) => model.name)]}
        value={name}
        allowDeselect={false}
        onChange={(model) => onChange(model ?? undefined)}
      />
      {chosen && <p className="field-help">{texts.signature(chosen.inputs, chosen.label)}</p>}
      {chosen && <VersionSelect node={node} model={chosen} />}
    </>
  );
}

function VersionSelect({ node, model }: { node: string; model: RegisteredModel }) {
  const version = useDesign((store) => store.document?.nodes[node]?.parameters.version ?? NEWEST);
  const newest = model.versions[0]?.version ?? 0;
  const options = [
    { value: NEWEST, label: texts.newestIs(newest) },
    ...Object.entries(model.aliases).map(([alias, number]) => ({ value: alias, label: texts.aliasIs(alias, number) })),
    ...model.versions.map((one) => ({ value: String(one.version), label: texts.fixed(one.version) })),
  ];
  const shown = String(version);
  const missing = options.some((option) => option.value === shown) ? [] : [shown];
  const choose = (wanted: string | null) => {
    const path = ["nodes", node, "parameters", "version"];
    const edit = wanted === null || wanted === NEWEST ? { path } : { path, value: wanted };
    changeDesign(texts.setVersion(wanted ?? NEWEST), [edit]);
  };
  return (
    <Select
      mt={8}
      size="sm"
      label={texts.which}
      allowDeselect={false}
      data={[...missing, ...options]}
      value={shown}
      onChange={choose}
    />
  );
}
