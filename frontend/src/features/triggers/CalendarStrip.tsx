/** The last three times of a schedule, now, and the next five; on hover the time of whoever reads. */

import { toUrl } from "../../api/basePath";
import type { Firing, ScheduleSettings, Trigger, UpcomingTime } from "../../api/triggers";
import { followInPage } from "../../lib/navigation";
import { appTexts } from "../../messages/appTexts";
import { triggerTexts } from "../../messages/triggerTexts";
import { formatDay, formatDayAndTime, formatDistance, formatTimeOfDay, READER_ZONE } from "./zonedTimes";
import "./calendarStrip.css";

const texts = triggerTexts.strip;
/** A run that began so long after its time was of a missed one. */
const LATE_MILLISECONDS = 10 * 60_000;

interface Props {
  trigger: Trigger;
  schedule: ScheduleSettings;
}

export function CalendarStrip({ trigger, schedule: { time_zone: zone } }: Props) {
  const now = Date.now();
  const upcoming = trigger.upcoming.filter(
    (time) => trigger.paused_at !== null || Date.parse(time.due_at) > now - 60_000,
  );
  if (trigger.recent.length + upcoming.length === 0) return <p className="calendar-none">{texts.ended}</p>;
  return (
    <ol className="calendar-strip" aria-label={texts.label(trigger.name)} data-paused={trigger.paused_at !== null}>
      {trigger.recent.map((firing) => (
        <PastTime key={firing.id} firing={firing} zone={zone} />
      ))}
      {upcoming.map((time, at) => (
        <ComingTime
          key={time.due_at}
          time={time}
          zone={zone}
          distance={at === 0 && trigger.paused_at === null ? formatDistance(time.due_at, now) : null}
        />
      ))}
    </ol>
  );
}

function PastTime({ firing, zone }: { firing: Firing; zone: string }) {
  const started = firing.run?.started_at ?? firing.run?.finished_at;
  const late = firing.origin === "trigger" && firing.state === "started" && isLate(firing);
  const isMissed = firing.state === "missed" || late;
  const state = firing.run ? firing.run.state : firing.state;
  return (
    <li
      className="calendar-cell"
      data-state={state}
      data-missed={isMissed || undefined}
      title={[describeForReader(firing.due_at, zone), firing.reason].filter(Boolean).join("\n")}
    >
      <span>{formatDay(firing.due_at, zone)}</span>
      <b>{isMissed ? <s>{formatTimeOfDay(firing.due_at, zone)}</s> : formatTimeOfDay(firing.due_at, zone)}</b>
      {firing.run ? (
        <a href={toUrl(`/designs/${firing.run.design_id}#run-${firing.run.id}`)} onClick={followInPage}>
          {late && started ? texts.missedRan(formatTimeOfDay(started, zone)) : appTexts.runStates[firing.run.state]}
        </a>
      ) : (
        <span className="calendar-state">{texts.states[firing.state]}</span>
      )}
    </li>
  );
}

const isLate = (firing: Firing): boolean =>
  Date.parse(firing.created_at) - Date.parse(firing.due_at) > LATE_MILLISECONDS;

function ComingTime({ time, zone, distance }: { time: UpcomingTime; zone: string; distance: string | null }) {
  const hover = [describeForReader(time.due_at, zone), time.remark].filter(Boolean).join("\n");
  return (
    <li className="calendar-cell" data-coming data-next={distance !== null || undefined} title={hover || undefined}>
      <span>{formatDay(time.due_at, zone)}</span>
      <b>
        {formatTimeOfDay(time.due_at, zone)}
        {time.remark && <abbr title={time.remark}>*</abbr>}
      </b>
      {distance !== null && <span className="calendar-distance">{texts.inTime(distance)}</span>}
    </li>
  );
}

const describeForReader = (iso: string, zone: string): string =>
  zone === READER_ZONE ? "" : texts.yours(formatDayAndTime(iso, READER_ZONE));
