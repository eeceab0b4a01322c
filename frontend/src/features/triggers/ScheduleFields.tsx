/** When a schedule runs, in words first: how often, at what time and where; then its next times, and what is missed. */

import { Chip, NumberInput, Select, TextInput } from "@mantine/core";
import { useDeferredValue, useState } from "react";
import { type ScheduleSettings, useSchedulePreview } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";
import { OverlapField } from "./OverlapField";
import { changeKind, type PatternKind, readCron, type SchedulePattern, toCron } from "./schedulePattern";
import { describeZone, formatDayAndTime, listZones, READER_ZONE, startOfDay, toDay } from "./zonedTimes";
import "./scheduleFields.css";

const texts = triggerTexts.form;
const DAYS_FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];
const SECONDS_PER_MINUTE = 60;
const ZONES = listZones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
const toChoices = <Value extends string>(names: Record<Value, string>) =>
  (Object.keys(names) as Value[]).map((value) => ({ value, label: names[value] }));

interface Props {
  value: ScheduleSettings;
  onChange: (schedule: ScheduleSettings) => void;
}

export function ScheduleFields({ value, onChange }: Props) {
  const [pattern, setPattern] = useState<SchedulePattern>(() => readCron(value.cron));
  const change = (next: SchedulePattern) => {
    setPattern(next);
    onChange({ ...value, cron: toCron(next) });
  };
  const missed = value.missed ?? "run_once";
  return (
    <>
      <PatternFields pattern={pattern} onChange={change} />
      <Select
        label={texts.zone}
        searchable
        allowDeselect={false}
        data={ZONES}
        value={value.time_zone ?? "UTC"}
        onChange={(zone) => zone && onChange({ ...value, time_zone: zone })}
      />
      <NextTimes schedule={value} />
      <div className="trigger-fields">
        <Select
          label={texts.missed}
          description={texts.missedHelp[missed]}
          inputWrapperOrder={["label", "input", "description", "error"]}
          allowDeselect={false}
          data={toChoices(texts.missedChoices)}
          value={missed}
          onChange={(chosen) => chosen && onChange({ ...value, missed: chosen as typeof missed })}
        />
        <OverlapField value={value.overlap ?? "skip"} onChange={(overlap) => onChange({ ...value, overlap })} />
        {missed === "run_each" && (
          <NumberInput
            label={texts.maxMissed}
            min={1}
            max={1000}
            value={value.max_missed ?? 100}
            onChange={(count) => onChange({ ...value, max_missed: Number(count) || 1 })}
          />
        )}
        <NumberInput
          label={texts.jitter}
          description={texts.jitterHelp}
          inputWrapperOrder={["label", "input", "description", "error"]}
          suffix={` ${texts.minutes}`}
          min={0}
          max={60}
          value={Math.round((value.jitter_seconds ?? 0) / SECONDS_PER_MINUTE)}
          onChange={(minutes) => onChange({ ...value, jitter_seconds: (Number(minutes) || 0) * SECONDS_PER_MINUTE })}
        />
        <EndField value={value} onChange={onChange} />
      </div>
    </>
  );
}

function PatternFields({
  pattern,
  onChange,
}: {
  pattern: SchedulePattern;
  onChange: (pattern: SchedulePattern) => void;
}) {
  return (
    <div className="schedule-pattern">
      <Select
        data-autofocus
        label={texts.frequency}
        allowDeselect={false}
        data={toChoices(texts.frequencies)}
        value={pattern.kind}
        onChange={(kind) => kind && onChange(changeKind(pattern, kind as PatternKind))}
      />
      {pattern.kind === "monthly" && (
        <Select
          label={texts.day}
          allowDeselect={false}
          data={[...Array.from({ length: 31 }, (_, at) => String(at + 1)), { value: "L", label: texts.lastDay }]}
          value={String(pattern.day)}
          onChange={(day) => day && onChange({ ...pattern, day: day === "L" ? "L" : Number(day) })}
        />
      )}
      {"time" in pattern && (
        <TextInput
          type="time"
          label={texts.time}
          value={pattern.time}
          onChange={(event) => event.currentTarget.value && onChange({ ...pattern, time: event.currentTarget.value })}
        />
      )}
      {pattern.kind === "hourly" && (
        <NumberInput
          label={texts.minute}
          min={0}
          max={59}
          value={pattern.minute}
          onChange={(minute) => onChange({ kind: "hourly", minute: Math.min(59, Math.max(0, Number(minute) || 0)) })}
        />
      )}
      {pattern.kind === "weekly" && (
        <Chip.Group
          multiple
          value={pattern.days.map(String)}
          onChange={(days) => days.length > 0 && onChange({ ...pattern, days: days.map(Number) })}
        >
          <fieldset className="schedule-days" aria-label={texts.days}>
            {DAYS_FROM_MONDAY.map((day) => (
              <Chip key={day} size="xs" radius="sm" value={String(day)}>
                {texts.dayNames[day]}
              </Chip>
            ))}
          </fieldset>
        </Chip.Group>
      )}
      {pattern.kind === "cron" && (
        <TextInput
          label={texts.cron}
          description={texts.cronHelp}
          inputWrapperOrder={["label", "input", "description", "error"]}
          spellCheck={false}
          className="schedule-cron"
          maxLength={200}
          value={pattern.cron}
          onChange={(event) => onChange({ kind: "cron", cron: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

/** The schedule in the server's words, and its next times in its own zone and in that of whoever reads. */
function NextTimes({ schedule }: { schedule: ScheduleSettings }) {
  const { data, error } = useSchedulePreview(useDeferredValue(schedule));
  const zone = schedule.time_zone ?? "UTC";
  const isForeign = zone !== READER_ZONE;
  if (error) return <p className="schedule-error">{error.message}</p>;
  return (
    <section className="schedule-next" aria-live="polite" aria-label={texts.nextTimes}>
      <p>{data?.words ?? "\u00a0"}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.nextTimes}</th>
            {isForeign && <th scope="col">{`${texts.yourTime} (${describeZone(READER_ZONE)})`}</th>}
          </tr>
        </thead>
        <tbody>
          {data?.times.map((time) => (
            <tr key={time.due_at} title={time.remark || undefined}>
              <td>
                {formatDayAndTime(time.due_at, zone)}
                {time.remark && <small> {time.remark}</small>}
              </td>
              {isForeign && <td>{formatDayAndTime(time.due_at, READER_ZONE)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The last day on which it runs, in its own zone. */
function EndField({ value, onChange }: Props) {
  const zone = value.time_zone ?? "UTC";
  const set = (day: string) => {
    const next = day === "" ? null : startOfDay(addDay(day), zone).getTime() - 1_000;
    onChange({ ...value, ends_at: next === null ? null : new Date(next).toISOString() });
  };
  return (
    <TextInput
      type="date"
      label={texts.ends}
      description={texts.endsHelp}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={value.ends_at ? toDay(new Date(value.ends_at), zone) : ""}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

function addDay(day: string): string {
  const next = new Date(`${day}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
