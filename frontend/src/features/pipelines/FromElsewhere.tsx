/** The command and the request that start what the form describes; they follow its fields. */

import { ActionIcon, Tabs } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import type { Json } from "../../api/designDocument";
import type { DatasetChoice, Pipeline, RunForm } from "../../api/pipelines";
import { useDatasets } from "../../api/queries";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { type DescribedRun, writeCommand, writeRequest } from "./commandLines";

const texts = pipelineTexts.elsewhere;

interface Props {
  pipeline: Pipeline;
  form: RunForm;
  values: Record<string, Json>;
  choices: Record<string, DatasetChoice>;
}

export function FromElsewhere({ pipeline, form, values, choices }: Props) {
  const { data } = useDatasets();
  const run: DescribedRun = {
    commandName: pipeline.command_name,
    pipelineId: pipeline.id,
    version: form.version,
    isDefaultVersion: form.version === pipeline.default_version,
    values,
    choices,
    names: Object.fromEntries((data ?? []).map((one) => [one.id, one.name])),
  };
  const origin = `${location.origin}${toUrl("/").replace(/\/$/, "")}`;
  return (
    <section className="from-elsewhere">
      <h3>{texts.title}</h3>
      <Tabs defaultValue="command">
        <Tabs.List>
          <Tabs.Tab value="command">{texts.command}</Tabs.Tab>
          <Tabs.Tab value="api">{texts.api}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="command">
          <CopiedCode code={writeCommand(run)} />
        </Tabs.Panel>
        <Tabs.Panel value="api">
          <CopiedCode code={writeRequest(run, origin)} />
          <p className="run-form-fact">{texts.apiHelp}</p>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function CopiedCode({ code }: { code: string }) {
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(code);
  };
  const done = copied === code;
  return (
    <div className="elsewhere-code">
      <pre>{code}</pre>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={done ? texts.copied : texts.copy}
        onClick={() => void copy()}
      >
        {done ? <IconCheck size={16} stroke={1.6} /> : <IconCopy size={16} stroke={1.6} />}
      </ActionIcon>
    </div>
  );
}
