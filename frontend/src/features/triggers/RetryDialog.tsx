/** Asks how often a failed run of a pipeline is tried again, and after how long. */

import { NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { updatePipeline } from "../../api/pipelines";
import type { components } from "../../api/schema";
import { triggerTexts } from "../../messages/triggerTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import "./triggerDialog.css";

type Pipeline = components["schemas"]["PipelineRead"];

const texts = triggerTexts.retry;
const DELAYS = [0, 60, 300, 900, 3_600, 21_600, 86_400];
const MAX_ATTEMPTS = 10;

export const createRetryDialog =
  (pipeline: Pipeline): Dialog =>
  ({ onClose }) => {
    const [attempts, setAttempts] = useState<number | string>(pipeline.retry.attempts);
    const [delay, setDelay] = useState(pipeline.retry.delay_seconds);
    // A delay that a program set stays a choice.
    const delays = [...new Set([...DELAYS, pipeline.retry.delay_seconds])].sort((one, other) => one - other);
    const save = () => updatePipeline(pipeline.id, { retry: { attempts: Number(attempts), delay_seconds: delay } });
    return (
      <FormDialog
        title={texts.title}
        submitLabel={triggerTexts.form.save}
        incomplete={attempts === ""}
        onSubmit={save}
        onClose={onClose}
      >
        <p className="trigger-help">{texts.help}</p>
        <div className="trigger-fields">
          <NumberInput
            data-autofocus
            label={texts.attempts}
            allowDecimal={false}
            clampBehavior="strict"
            min={0}
            max={MAX_ATTEMPTS}
            value={attempts}
            onChange={setAttempts}
          />
          <Select
            label={texts.delay}
            allowDeselect={false}
            disabled={Number(attempts) === 0}
            data={delays.map((seconds) => ({ value: String(seconds), label: texts.after(seconds) }))}
            value={String(delay)}
            onChange={(chosen) => chosen !== null && setDelay(Number(chosen))}
          />
        </div>
      </FormDialog>
    );
  };
