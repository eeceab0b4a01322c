/** The help of a module: its docstring, its ports, its parameters. */

import { useMemo } from "react";
import type { Module, Port } from "../../api/types";
import { PortShape } from "../../canvas/PortShape";
import { resultsMessages as say } from "../../messages/results";
import { type Field, fieldsOf, inWords } from "./schema";

export function HelpTab({ module }: { module: Module }) {
  const fields = useMemo(() => fieldsOf(module), [module]);
  const paragraphs = module.help.split(/\n\s*\n/);
  return (
    <div className="help-tab">
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <Ports title={say.inspector.help.inputs} ports={module.inputs} />
      <Ports title={say.inspector.help.outputs} ports={module.outputs} />
      {fields.length > 0 && (
        <section>
          <h3>{say.inspector.help.parameters}</h3>
          <dl>
            {fields.map((field) => (
              <ParameterHelp key={field.name} field={field} />
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}

function Ports({ title, ports }: { title: string; ports: Port[] }) {
  if (ports.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {ports.map((port) => (
          <li key={port.name} className="port-title">
            <PortShape type={port.type} size={12} />
            {port.title}
            <span>
              {[port.optional && say.inspector.help.optional, port.many && say.inspector.help.several]
                .filter(Boolean)
                .join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ParameterHelp({ field }: { field: Field }) {
  const choices = field.schema.enum?.map((option) => inWords(option)).join(", ");
  const simple = field.default !== undefined && field.kind !== "code";
  return (
    <div>
      <dt>{field.title}</dt>
      <dd>
        {field.help} {choices && <span className="help-choices">{choices}. </span>}
        {simple && (
          <span className="help-default">
            {say.inspector.help.default}: {inWords(field.default)}
          </span>
        )}
      </dd>
    </div>
  );
}
