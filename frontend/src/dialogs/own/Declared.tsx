/** What a module under the pen will be: its help, its ports and its form, filled with what it is tried with. */

import { MultiSelect, Select } from "@mantine/core";
import type { Module, Port } from "../../api/types";
import { ModuleIcon } from "../../canvas/ModuleIcon";
import { PortShape } from "../../canvas/PortShape";
import { type Feed, feeds } from "../../graph/feeding";
import { ownModuleMessages as say } from "../../messages/ownModules";
import { DraftNodeContext } from "../../panels/inspector/draftNode";
import { FieldControl } from "../../panels/inspector/fields/FieldControl";
import { fieldsOf, isShown } from "../../panels/inspector/schema";
import { distinctName } from "../../panels/problemWords";
import { useDesign } from "../../stores/design";
import { useLibrary } from "../../stores/library";
import type { Trying } from "./useTrial";
import "../../panels/inspector/inspector.css";

export function Declared({ module, trying }: { module: Module | null; trying: Trying }) {
  if (!module) return <aside className="own-module-preview" />;
  const fields = fieldsOf(module);
  return (
    <aside className="own-module-preview" aria-label={module.title}>
      <h3>
        <ModuleIcon name={module.icon} size={18} />
        {module.title}
      </h3>
      <p>{module.help}</p>
      <h4 className="caption">{say.takes}</h4>
      {module.inputs.length === 0 && <p>{say.nothing}</p>}
      {module.inputs.map((port) => (
        <Feeding key={port.name} port={port} trying={trying} />
      ))}
      <h4 className="caption">{say.gives}</h4>
      <ul>
        {module.outputs.map((port) => (
          <li key={port.name}>
            <PortShape type={port.type} size={12} />
            {port.title}
          </li>
        ))}
      </ul>
      <h4 className="caption">{say.form}</h4>
      {fields.length === 0 && <p>{say.noForm}</p>}
      <DraftNodeContext value={trying.draft}>
        <div className="fields">
          {fields
            .filter((field) => isShown(field, fields, trying.draft.parameters))
            .map((field) => (
              <FieldControl key={`${field.name} ${field.kind}`} node="" field={field} />
            ))}
        </div>
      </DraftNodeContext>
    </aside>
  );
}

/** From which outputs of the design an input gets its data in a trial. */
function Feeding({ port, trying }: { port: Port; trying: Trying }) {
  const design = useDesign(({ document }) => document);
  const { modules, catalog } = useLibrary();
  const offered = design ? feeds(design, modules, catalog.accepts, port) : [];
  const chosen = trying.feeding[port.name] ?? [];
  const id = `feeds-${port.name}`;
  const shared = {
    id,
    size: "sm",
    searchable: true,
    limit: 150,
    "aria-label": say.trial.feeds(port.title),
    data: offered.map((feed) => ({ value: feed.reference, label: nameOf(feed) })),
    nothingFoundMessage: say.trial.noFeed,
  } as const;
  return (
    <div className="own-module-feed">
      <label htmlFor={id}>
        <PortShape type={port.type} size={12} />
        {port.optional ? say.optional(port.title) : port.title}
      </label>
      {offered.length === 0 ? (
        <p>{say.trial.noFeeds}</p>
      ) : port.many ? (
        <MultiSelect {...shared} value={chosen} onChange={(references) => trying.feed(port.name, references)} />
      ) : (
        <Select
          {...shared}
          value={chosen[0] ?? null}
          placeholder={port.optional ? say.nothing : say.trial.choose}
          clearable={port.optional}
          allowDeselect={port.optional}
          onChange={(reference) => trying.feed(port.name, reference === null ? [] : [reference])}
        />
      )}
    </div>
  );
}

const nameOf = ({ node, port, several }: Feed): string =>
  several ? say.trial.output(distinctName(node), port.title) : distinctName(node);
