/** Real-time or batch, and which model: then the design that predicts is made and opened. */

import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { DesignState, ScoringNode } from "../../api/apiTypes";
import { getJson, postJson } from "../../api/client";
import { queryClient } from "../../api/queries";
import { navigate } from "../../lib/navigation";
import { inferenceTexts as texts } from "../../messages/inferenceTexts";
import { flushChanges, useDesign } from "../../stores/designStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { SegmentedSwitch } from "../../ui/Segments";
import "./exportCodeDialog.css";

type InferenceMode = keyof typeof texts.modes;

const INFERENCE_MODES = Object.entries(texts.modes).map(([value, label]) => ({ value, label }));

async function makeInferenceDesign(design: string, mode: InferenceMode, scorer: string | null): Promise<void> {
  await flushChanges();
  const created = await postJson<DesignState>(`/api/designs/${design}/inference-designs`, { mode, scorer });
  await queryClient.invalidateQueries({ queryKey: ["designs"] });
  navigate(`/designs/${created.id}`);
}

export default function InferenceDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const scorers = useScoringNodes(design);
  const [mode, setMode] = useState<InferenceMode>("real-time");
  const [scorer, setScorer] = useState<string | null>(null);
  const label = useId();
  const proposed = (scorers.find(({ best }) => best) ?? scorers[0])?.node ?? null;
  if (!design) return null;
  const make = () => makeInferenceDesign(design, mode, scorer ?? proposed);
  return (
    <FormDialog title={texts.title} submitLabel={texts.make} onSubmit={make} onClose={onClose}>
      <p>{texts.what}</p>
      <div>
        <span className="caption" id={label}>
          {texts.mode}
        </span>
        <SegmentedSwitch
          fullWidth
          aria-labelledby={label}
          data={INFERENCE_MODES}
          value={mode}
          onChange={(chosen) => setMode(chosen as InferenceMode)}
        />
        <p className="export-help inference-help">{texts.modeHelp[mode]}</p>
      </div>
      {scorers.length > 1 && (
        <Select
          label={texts.model}
          allowDeselect={false}
          data={scorers.map(({ node, learner, title, best }) => ({
            value: node,
            label: texts.scores(learner, title) + (best ? texts.best : ""),
          }))}
          value={scorer ?? proposed}
          onChange={setScorer}
        />
      )}
    </FormDialog>
  );
}

function useScoringNodes(design: string | null): ScoringNode[] {
  const found = useQuery({
    queryKey: ["scorers", design],
    staleTime: 0,
    queryFn: () => getJson<ScoringNode[]>(`/api/designs/${design}/scoring-nodes`),
    enabled: design !== null,
  });
  return found.data ?? [];
}
