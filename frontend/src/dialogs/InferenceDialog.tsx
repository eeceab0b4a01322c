/** Real-time or batch, and which model: then the design that predicts is made and opened. */

import { Button, Group, Modal, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { get, post } from "../api/client";
import { queryClient } from "../api/queries";
import type { DesignState, Scorer } from "../api/types";
import { inferenceMessages as say } from "../messages/inference";
import { navigate } from "../navigation";
import { flushed, useDesign } from "../stores/design";

type Mode = keyof typeof say.modes;

const MODES = Object.entries(say.modes).map(([value, label]) => ({ value, label }));

async function make(design: string, mode: Mode, scorer: string | null): Promise<void> {
  await flushed();
  const made = await post<DesignState>(`/api/designs/${design}/inference`, { mode, scorer });
  await queryClient.invalidateQueries({ queryKey: ["designs"] });
  navigate(`/designs/${made.id}`);
}

export default function InferenceDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const scorers = useScorers(design);
  const [mode, setMode] = useState<Mode>("real-time");
  const [scorer, setScorer] = useState<string | null>(null);
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const label = useId();
  if (!design) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await make(design, mode, scorer ?? scorers[0]?.node ?? null);
      onClose();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={say.title}>
      <form className="dialog-form" onSubmit={submit}>
        <p>{say.what}</p>
        <div>
          <span className="caption" id={label}>
            {say.mode}
          </span>
          <SegmentedControl
            fullWidth
            aria-labelledby={label}
            data={MODES}
            value={mode}
            onChange={(chosen) => setMode(chosen as Mode)}
          />
          <p className="dialog-help">{say.modeHelp[mode]}</p>
        </div>
        {scorers.length > 1 && (
          <Select
            label={say.model}
            allowDeselect={false}
            data={scorers.map(({ node, learner, title }) => ({ value: node, label: say.scores(learner, title) }))}
            value={scorer ?? scorers[0]?.node ?? null}
            onChange={setScorer}
          />
        )}
        {refusal && (
          <p className="dialog-refusal" role="alert">
            {refusal}
          </p>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {say.make}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function useScorers(design: string | null): Scorer[] {
  const found = useQuery({
    queryKey: ["scorers", design],
    staleTime: 0,
    queryFn: () => get<Scorer[]>(`/api/designs/${design}/scorers`),
    enabled: design !== null,
  });
  return found.data ?? [];
}
