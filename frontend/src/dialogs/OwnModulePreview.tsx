/** What a module under the pen will be: its help, its ports and its form. */

import type { Module, ParameterSchema, Port } from "../api/types";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { PortShape } from "../canvas/PortShape";
import { ownModuleMessages as say } from "../messages/ownModules";

export function OwnModulePreview({ module }: { module: Module | null }) {
  if (!module) return <aside className="own-module-preview" />;
  const required = new Set(module.parameters.required ?? []);
  const fields = Object.entries(module.parameters.properties);
  return (
    <aside className="own-module-preview" aria-label={module.title}>
      <h3>
        <ModuleIcon name={module.icon} size={18} />
        {module.title}
      </h3>
      <p>{module.help}</p>
      <Ports title={say.takes} ports={module.inputs} />
      <Ports title={say.gives} ports={module.outputs} />
      <h4 className="caption">{say.form}</h4>
      {fields.length === 0 && <p>{say.noForm}</p>}
      <dl>
        {fields.map(([name, schema]) => (
          <div key={name}>
            <dt>{schema.title}</dt>
            <dd>{required.has(name) ? say.required : asText(schema)}</dd>
            {schema.description && <dd className="own-module-help">{schema.description}</dd>}
          </div>
        ))}
      </dl>
    </aside>
  );
}

function Ports({ title, ports }: { title: string; ports: readonly Port[] }) {
  return (
    <>
      <h4 className="caption">{title}</h4>
      {ports.length === 0 && <p>{say.nothing}</p>}
      <ul>
        {ports.map((port) => (
          <li key={port.name}>
            <PortShape type={port.type} size={12} />
            {port.optional ? say.optional(port.title) : port.title}
          </li>
        ))}
      </ul>
    </>
  );
}

function asText({ default: value, columns_of }: ParameterSchema): string {
  if (columns_of) return "all columns";
  return value === null || value === undefined ? "empty" : String(value);
}
