/** One trigger: whether it is on, what it does, what it does about missed times, and its calendar. */

import "../../styles/lazyMantine";
import { ActionIcon, Menu, Switch } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { hasRole } from "../../api/permissions";
import type { components } from "../../api/schema";
import {
  cancelBackfill,
  deleteTrigger,
  pauseTrigger,
  resumeTrigger,
  runTrigger,
  skipNextTime,
  type Trigger,
} from "../../api/triggers";
import { formatMoment } from "../../lib/format";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { triggerTexts as texts } from "../../messages/triggerTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import { CalendarStrip } from "./CalendarStrip";
import { TRIGGER_ICONS } from "./triggerIcons";
import { formatDayAndTime } from "./zonedTimes";
import "../../ui/textButton.css";
import "./triggerItem.css";

type Pipeline = components["schemas"]["PipelineRead"];

interface Props {
  pipeline: Pipeline;
  trigger: Trigger;
}

export function TriggerItem({ pipeline, trigger }: Props) {
  const Icon = TRIGGER_ICONS[trigger.kind];
  const isOn = trigger.paused_at === null;
  const toggle = () => void attempt(() => (isOn ? pauseTrigger(trigger.id) : resumeTrigger(trigger.id)));
  const [main, zone] = splitZone(trigger);
  return (
    <li className="trigger-item" data-paused={!isOn || undefined}>
      <div className="trigger-row">
        <Switch
          size="sm"
          checked={isOn}
          disabled={!hasRole("editor")}
          aria-label={isOn ? texts.pause(trigger.name) : texts.resume(trigger.name)}
          onChange={toggle}
        />
        <Icon size={17} stroke={1.6} aria-hidden="true" />
        <p className="trigger-words">
          <b>{main}</b>
          {zone && <span>, {zone}</span>}
          {trigger.hook_path && (
            <>
              {" "}
              <code title={trigger.hook_path}>…{trigger.hook_path.slice(-6)}</code>
            </>
          )}
          {!isOn && <em className="trigger-paused">{texts.paused}</em>}
        </p>
        <p className="trigger-policy">{describePolicy(trigger)}</p>
        <TriggerMenu pipeline={pipeline} trigger={trigger} />
      </div>
      {trigger.error && <p className="trigger-error">{texts.cannotLook(trigger.error)}</p>}
      {trigger.backfill_waiting > 0 && (
        <p className="trigger-backfill" role="status">
          {texts.backfillDialog.waiting(trigger.backfill_waiting)}{" "}
          {hasRole("editor") && (
            <button
              type="button"
              className="text-button"
              onClick={() => void attempt(() => cancelBackfill(trigger.id), texts.backfillDialog.cancelled)}
            >
              {texts.backfillDialog.cancel}
            </button>
          )}
        </p>
      )}
      {trigger.schedule && <CalendarStrip trigger={trigger} schedule={trigger.schedule} />}
    </li>
  );
}

/** The words of a schedule without its zone, and the zone; a name that somebody gave stays whole. */
function splitZone(trigger: Trigger): [string, string] {
  if (trigger.kind !== "schedule" || trigger.name !== trigger.words) return [trigger.name, ""];
  const at = trigger.words.lastIndexOf(", ");
  return [trigger.words.slice(0, at), trigger.words.slice(at + 2)];
}

function describePolicy({ schedule, data_change: data, changed_at: changed, ...trigger }: Trigger): string {
  if (schedule) return `${texts.missedShort[schedule.missed]} ${texts.overlapShort[schedule.overlap]}`;
  if (data) {
    const looks = data.source === "dataset" ? "" : texts.looks(data.every_seconds);
    return `${looks} ${changed ? texts.last(formatMoment(changed)) : texts.noChange}`.trim();
  }
  if (trigger.webhook) {
    const use = trigger.used_at ? texts.used(formatMoment(trigger.used_at)) : texts.unused;
    return `${use} ${texts.overlapShort[trigger.webhook.overlap]}`;
  }
  const other = trigger.pipeline_end;
  return other ? texts.overlapShort[other.overlap] : "";
}

async function attempt(work: () => Promise<unknown>, message?: string): Promise<void> {
  try {
    await work();
    if (message) notifyDone(message);
  } catch (error) {
    notifyFailure(error);
  }
}

function TriggerMenu({ pipeline, trigger }: Props) {
  const edit = () =>
    openDialog(async () => ({
      default: (await import("./TriggerDialog")).createTriggerDialog(pipeline, trigger.kind, trigger),
    }));
  const showFirings = () =>
    openDialog(async () => ({ default: (await import("./FiringsDialog")).createFiringsDialog(trigger) }));
  const backfill = () =>
    openDialog(async () => ({ default: (await import("./BackfillDialog")).createBackfillDialog(trigger) }));
  const showHook = () =>
    openDialog(async () => ({ default: (await import("./HookDialog")).createHookDialog(trigger, null) }));
  const skip = () => {
    if (!trigger.next_due_at || !trigger.schedule) return;
    const time = formatDayAndTime(trigger.next_due_at, trigger.schedule.time_zone);
    void attempt(() => skipNextTime(trigger.id), texts.skipped(time));
  };
  const run = () => void attempt(() => runTrigger(trigger.id), texts.started);
  const remove = () => void attempt(() => deleteTrigger(trigger.id), texts.deleted(trigger.name));
  const mayEdit = hasRole("editor");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.more(trigger.name)}>
          <IconDots size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayEdit && <Menu.Item onClick={() => void edit()}>{texts.edit}</Menu.Item>}
        <Menu.Item onClick={() => void showFirings()}>{texts.firings}</Menu.Item>
        {trigger.kind === "webhook" && <Menu.Item onClick={() => void showHook()}>{texts.address}</Menu.Item>}
        {hasRole("runner") && <Menu.Item onClick={run}>{texts.runNow}</Menu.Item>}
        {mayEdit && trigger.schedule && (
          <>
            <Menu.Item disabled={!trigger.next_due_at || trigger.paused_at !== null} onClick={skip}>
              {texts.skipNext}
            </Menu.Item>
            <Menu.Item onClick={() => void backfill()}>{texts.backfill}</Menu.Item>
          </>
        )}
        {mayEdit && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" onClick={remove}>
              {texts.delete}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
