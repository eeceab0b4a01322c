/** The help of a module: its docstring, its ports, its parameters, its errors, and an example to insert. */

import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy, IconPlaylistAdd } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { getGuestAccess, toDesignPath } from "../../api/accessMode";
import type { Module, ModuleHelpContent, Port } from "../../api/apiTypes";
import { toUrl } from "../../api/basePath";
import { getJson } from "../../api/client";
import { type DesignNodes, insertNodes } from "../../canvas/insertNodes";
import { onboardingTexts } from "../../messages/onboardingTexts";
import { resultTexts as texts } from "../../messages/resultTexts";
import { helpTexts } from "../../messages/settingsTexts";
import { isCustomModule } from "../../stores/catalogStore";
import { PortShape } from "../../ui/PortShape";
import { buildFields, describeValue, type ParameterField } from "./parameterFields";
import { reflowDocstring } from "./reflowDocstring";
import "./dataTab.css";

const moreTexts = onboardingTexts.help;

interface Props {
  module: Module;
  /** Called when the example is in the design. */
  onInserted?: () => void;
}

function buildHelpUrl(module: string): string {
  const link = getGuestAccess();
  return link ? toDesignPath(link.share, "modules", module, "help") : `/api/modules/${module}/help`;
}

export function HelpTab({ module, onInserted }: Props) {
  const help = useModuleHelp(module);
  const fields = useMemo(() => buildFields(module), [module]);
  const paragraphs = module.help.split(/\n\s*\n/);
  return (
    <div className="help-tab">
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{reflowDocstring(paragraph)}</p>
      ))}
      {module.install && <InstallHint command={module.install} />}
      {help && <HelpExample module={module} nodes={help.example} onInserted={onInserted} />}
      <HelpPorts title={texts.inspector.help.inputs} ports={module.inputs} />
      <HelpPorts title={texts.inspector.help.outputs} ports={module.outputs} />
      {fields.length > 0 && (
        <section>
          <h3>{texts.inspector.help.parameters}</h3>
          <dl>
            {fields.map((field) => (
              <ParameterHelp key={field.name} field={field} />
            ))}
          </dl>
        </section>
      )}
      <HelpList
        title={moreTexts.errors}
        items={help?.errors.map(({ number, title }) => moreTexts.error(number, title)) ?? []}
      />
      <HelpList title={moreTexts.alsoCalled} items={module.keywords} />
      {!getGuestAccess() && !isCustomModule(module) && (
        <p>
          <a href={toUrl(`/help/modules/${module.name}`)} target="_blank" rel="noreferrer">
            {helpTexts.reference}
          </a>
        </p>
      )}
    </div>
  );
}

/** What the server knows of a module of the catalog beyond the palette; a design's own modules have no more. */
function useModuleHelp(module: Module): ModuleHelpContent | undefined {
  const helpQuery = useQuery({
    queryKey: ["module-help", module.name],
    queryFn: () => getJson<ModuleHelpContent>(buildHelpUrl(module.name)),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: !isCustomModule(module),
  });
  return helpQuery.data;
}

interface HelpExampleProps extends Props {
  nodes: DesignNodes;
}

function HelpExample({ module, nodes, onInserted }: HelpExampleProps) {
  if (Object.keys(nodes).length === 0) return <p className="help-small">{moreTexts.noExample}</p>;
  const insert = () => {
    insertNodes(moreTexts.inserted(module.title), nodes);
    onInserted?.();
  };
  return (
    <div className="help-example">
      <Button size="xs" variant="default" leftSection={<IconPlaylistAdd size={16} stroke={1.6} />} onClick={insert}>
        {moreTexts.insert}
      </Button>
      <p className="help-small">{moreTexts.insertHow}</p>
    </div>
  );
}

function InstallHint({ command }: { command: string }) {
  return (
    <section>
      <h3>{moreTexts.install}</h3>
      <p className="help-install">
        <code>{command}</code>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}
              {copied ? onboardingTexts.palette.copied(command) : onboardingTexts.palette.copyInstall(command)}
            </Button>
          )}
        </CopyButton>
      </p>
    </section>
  );
}

function HelpList({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <p className="help-words">{items.join(" · ")}</p>
    </section>
  );
}

function HelpPorts({ title, ports }: { title: string; ports: Port[] }) {
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
              {[port.optional && texts.inspector.help.optional, port.many && texts.inspector.help.several]
                .filter(Boolean)
                .join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ParameterHelp({ field }: { field: ParameterField }) {
  const choices = field.kind === "choice" ? field.options.map((option) => describeValue(option)).join(", ") : undefined;
  const simple = field.default !== undefined && field.kind !== "code";
  return (
    <div>
      <dt>{field.title}</dt>
      <dd>
        {field.help} {choices && <span className="help-choices">{choices}. </span>}
        {simple && (
          <span className="help-default">
            {texts.inspector.help.default}: {describeValue(field.default)}
          </span>
        )}
      </dd>
    </div>
  );
}
