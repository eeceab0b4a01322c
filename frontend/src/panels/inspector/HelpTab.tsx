/** The help of a module: its docstring, its ports, its parameters, its errors, and an example to insert. */

import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy, IconPlaylistAdd } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { get } from "../../api/client";
import { addressOf, visiting } from "../../api/door";
import type { Module, ModuleHelp, Port } from "../../api/types";
import { insertNodes, type Nodes } from "../../canvas/inserting";
import { PortShape } from "../../canvas/PortShape";
import { onboarding } from "../../messages/onboarding";
import { resultsMessages as say } from "../../messages/results";
import { isOwn } from "../../stores/library";
import { flowing } from "./flowing";
import { type Field, fieldsOf, inWords } from "./schema";

const words = onboarding.help;

interface Props {
  module: Module;
  /** Called when the example is in the design. */
  onInserted?: () => void;
}

function helpAddress(module: string): string {
  const link = visiting();
  return link ? addressOf(link.share, "help", module) : `/api/modules/${module}/help`;
}

export function HelpTab({ module, onInserted }: Props) {
  const told = useHelp(module);
  const fields = useMemo(() => fieldsOf(module), [module]);
  const paragraphs = module.help.split(/\n\s*\n/);
  return (
    <div className="help-tab">
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{flowing(paragraph)}</p>
      ))}
      {module.install && <Install command={module.install} />}
      {told && <Example module={module} nodes={told.example} onInserted={onInserted} />}
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
      <Words title={words.errors} items={told?.errors.map(({ number, title }) => words.error(number, title)) ?? []} />
      <Words title={words.alsoCalled} items={module.keywords} />
    </div>
  );
}

/** What the server knows of a module of the catalog beyond the palette; a design's own modules have no more. */
function useHelp(module: Module): ModuleHelp | undefined {
  const asked = useQuery({
    queryKey: ["module-help", module.name],
    queryFn: () => get<ModuleHelp>(helpAddress(module.name)),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: !isOwn(module),
  });
  return asked.data;
}

interface ExampleProps extends Props {
  nodes: Nodes;
}

function Example({ module, nodes, onInserted }: ExampleProps) {
  if (Object.keys(nodes).length === 0) return <p className="help-small">{words.noExample}</p>;
  const insert = () => {
    insertNodes(words.inserted(module.title), nodes);
    onInserted?.();
  };
  return (
    <div className="help-example">
      <Button size="xs" variant="default" leftSection={<IconPlaylistAdd size={16} stroke={1.6} />} onClick={insert}>
        {words.insert}
      </Button>
      <p className="help-small">{words.insertHow}</p>
    </div>
  );
}

function Install({ command }: { command: string }) {
  return (
    <section>
      <h3>{words.install}</h3>
      <p className="help-install">
        <code>{command}</code>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}
              {copied ? onboarding.palette.copied(command) : onboarding.palette.copyInstall(command)}
            </Button>
          )}
        </CopyButton>
      </p>
    </section>
  );
}

function Words({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <p className="help-words">{items.join(" · ")}</p>
    </section>
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
