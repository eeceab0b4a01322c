/** What starts runs of a pipeline: its triggers, each with its state, its last and its next times. */

import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { hasRole } from "../../api/permissions";
import type { components } from "../../api/schema";
import { type TriggerKind, useTriggers } from "../../api/triggers";
import { triggerTexts as texts } from "../../messages/triggerTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { TriggerItem } from "./TriggerItem";
import { TriggerOffers } from "./TriggerOffers";
import { TRIGGER_ICONS } from "./triggerIcons";
import "./pipelineTriggers.css";

type Pipeline = components["schemas"]["PipelineRead"];

const KINDS = Object.keys(texts.kinds) as TriggerKind[];

export default function PipelineTriggers({ pipeline }: { pipeline: Pipeline }) {
  const { data: triggers, error } = useTriggers(pipeline.id);
  const add = (kind: TriggerKind) =>
    openDialog(async () => ({
      default: (await import("./TriggerDialog")).createTriggerDialog(pipeline, kind, undefined, triggers),
    }));
  return (
    <section className="pipeline-triggers" aria-label={texts.title}>
      <header>
        <h2>{texts.title}</h2>
        {hasRole("editor") && <AddTrigger onChoose={(kind) => void add(kind)} />}
      </header>
      {error && <p className="triggers-note">{error.message}</p>}
      {triggers?.length === 0 && (
        <p className="triggers-note">
          {texts.none}{" "}
          {hasRole("editor") && (
            <>
              <button type="button" className="triggers-link" onClick={() => void add("schedule")}>
                {texts.addSchedule}
              </button>{" "}
              <TriggerOffers pipeline={pipeline} />
            </>
          )}
        </p>
      )}
      {triggers && triggers.length > 0 && (
        <ul>
          {triggers.map((trigger) => (
            <TriggerItem key={trigger.id} pipeline={pipeline} trigger={trigger} />
          ))}
        </ul>
      )}
      {triggers && triggers.length > 0 && <RetryWords pipeline={pipeline} />}
    </section>
  );
}

function RetryWords({ pipeline }: { pipeline: Pipeline }) {
  const { attempts, delay_seconds: delay } = pipeline.retry;
  const change = () =>
    openDialog(async () => ({ default: (await import("./RetryDialog")).createRetryDialog(pipeline) }));
  return (
    <p className="triggers-note triggers-retry">
      {attempts === 0 ? texts.retry.none : texts.retry.words(attempts, delay)}{" "}
      {hasRole("editor") && (
        <button type="button" className="triggers-link" aria-label={texts.retry.title} onClick={() => void change()}>
          {texts.retry.change}
        </button>
      )}
    </p>
  );
}

function AddTrigger({ onChoose }: { onChoose: (kind: TriggerKind) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          rightSection={<IconChevronDown size={14} stroke={1.6} aria-hidden="true" />}
        >
          {texts.add}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => {
          const Icon = TRIGGER_ICONS[kind];
          return (
            <Menu.Item key={kind} leftSection={<Icon size={16} stroke={1.6} />} onClick={() => onChoose(kind)}>
              {texts.kinds[kind]}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
