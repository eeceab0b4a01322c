/** Asks for a range of dates whose due times are to run, and says how many that are before anything starts. */

import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { backfillTrigger, countBackfill, type Trigger } from "../../api/triggers";
import { notifyDone } from "../../lib/toasts";
import { triggerTexts } from "../../messages/triggerTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { formatDayAndTime, startOfDay, toDay } from "./zonedTimes";
import "./triggerDialog.css";

const texts = triggerTexts.backfillDialog;
const WEEK_MILLISECONDS = 7 * 86_400_000;

export const createBackfillDialog =
  (trigger: Trigger): Dialog =>
  ({ onClose }) => {
    const zone = trigger.schedule?.time_zone ?? "UTC";
    const [since, setSince] = useState(() => toDay(new Date(Date.now() - WEEK_MILLISECONDS), zone));
    const [until, setUntil] = useState(() => toDay(new Date(), zone));
    const isWhole = since !== "" && until !== "";
    const range = isWhole
      ? { since: startOfDay(since, zone).toISOString(), until: endOfDay(until, zone).toISOString() }
      : null;
    const { data: counted, error } = useQuery({
      queryKey: ["backfill", trigger.id, range],
      queryFn: () => (range ? countBackfill(trigger.id, range) : null),
      staleTime: 0,
      enabled: isWhole,
      retry: false,
    });
    const count = counted?.count ?? 0;
    const start = async () => {
      if (!range) return;
      const started = await backfillTrigger(trigger.id, { ...range, dry_run: false });
      notifyDone(texts.started(started.count));
    };
    return (
      <FormDialog
        title={texts.title(trigger.name)}
        submitLabel={texts.start(count)}
        incomplete={count === 0}
        onSubmit={start}
        onClose={onClose}
      >
        <p>{texts.help}</p>
        <div className="trigger-fields">
          <TextInput
            data-autofocus
            type="date"
            label={texts.since}
            value={since}
            onChange={(event) => setSince(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={texts.until}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </div>
        {error && <p className="trigger-refusal">{error.message}</p>}
        {counted && (
          <p role="status">
            <b>{texts.count(count)}</b>
            {counted.first && counted.last && (
              <>, {texts.range(formatDayAndTime(counted.first, zone), formatDayAndTime(counted.last, zone))}</>
            )}
            . {texts.done(counted.done)}
          </p>
        )}
      </FormDialog>
    );
  };

/** The end of a day is the start of the next one. */
const endOfDay = (day: string, zone: string): Date =>
  startOfDay(toDay(new Date(startOfDay(day, zone).getTime() + 36 * 3_600_000), zone), zone);
