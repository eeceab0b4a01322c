/** What a module under the pen will be: its help, its ports and its form, filled with what it is tried with. */

import { MultiSelect, Select } from "@mantine/core";
import type { Module, Port } from "../../api/apiTypes";
import { type DraftInput, listDraftInputs } from "../../graph/draftInputs";
import { customModuleTexts as texts } from "../../messages/customModuleTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { getDistinctNodeName } from "../../stores/nodeNames";
import { ModuleIcon } from "../../ui/ModuleIcon";
import { PortShape } from "../../ui/PortShape";
import { DraftNodeContext } from "../inspector/draftContext";
import { FieldControl } from "../inspector/fields/FieldControl";
import { buildFields, isFieldShown } from "../inspector/parameterFields";
import type { DraftRun } from "./useDraftRun";
import "../inspector/inspectorPane.css";

export function DeclaredPorts({ module, trying: draftRun }: { module: Module | null; trying: DraftRun }) {
  if (!module) return <aside className="own-module-preview" />;
  const fields = buildFields(module);
  return (
    <aside className="own-module-preview" aria-label={module.title}>
      <h3>
        <ModuleIcon name={module.icon} size={18} />
        {module.title}
      </h3>
      <p>{module.help}</p>
      <h4 className="caption">{texts.takes}</h4>
      {module.inputs.length === 0 && <p>{texts.nothing}</p>}
      {module.inputs.map((port) => (
        <DraftInputSelect key={port.name} port={port} trying={draftRun} />
      ))}
      <h4 className="caption">{texts.gives}</h4>
      <ul>
        {module.outputs.map((port) => (
          <li key={port.name}>
            <PortShape type={port.type} size={12} />
            {port.title}
          </li>
        ))}
      </ul>
      <h4 className="caption">{texts.form}</h4>
      {fields.length === 0 && <p>{texts.noForm}</p>}
      <DraftNodeContext value={draftRun.draft}>
        <div className="fields">
          {fields
            .filter((field) => isFieldShown(field, fields, draftRun.draft.parameters))
            .map((field) => (
              <FieldControl key={`${field.name} ${field.kind}`} node="" field={field} />
            ))}
        </div>
      </DraftNodeContext>
    </aside>
  );
}

/** From which outputs of the design an input gets its data in a trial. */
function DraftInputSelect({ port, trying: draftRun }: { port: Port; trying: DraftRun }) {
  const design = useDesign(({ document }) => document);
  const { modules, catalog } = useCatalog();
  const offered = design ? listDraftInputs(design, modules, catalog.accepts, port) : [];
  const chosen = draftRun.draftInputs[port.name] ?? [];
  const id = `feeds-${port.name}`;
  const shared = {
    id,
    size: "sm",
    searchable: true,
    limit: 150,
    "aria-label": texts.draftRun.inputSource(port.title),
    data: offered.map((feed) => ({ value: feed.reference, label: getSourceName(feed) })),
    nothingFoundMessage: texts.draftRun.unknownSource,
  } as const;
  return (
    <div className="own-module-feed">
      <label htmlFor={id}>
        <PortShape type={port.type} size={12} />
        {port.optional ? texts.optional(port.title) : port.title}
      </label>
      {offered.length === 0 ? (
        <p>{texts.draftRun.noSources}</p>
      ) : port.many ? (
        <MultiSelect
          {...shared}
          value={chosen}
          onChange={(references) => draftRun.setDraftInputs(port.name, references)}
        />
      ) : (
        <Select
          {...shared}
          value={chosen[0] ?? null}
          placeholder={port.optional ? texts.nothing : texts.draftRun.choose}
          clearable={port.optional}
          allowDeselect={port.optional}
          onChange={(reference) => draftRun.setDraftInputs(port.name, reference === null ? [] : [reference])}
        />
      )}
    </div>
  );
}

const getSourceName = ({ node, port, several }: DraftInput): string =>
  several ? texts.draftRun.output(getDistinctNodeName(node), port.title) : getDistinctNodeName(node);
