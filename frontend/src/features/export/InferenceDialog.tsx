/** Real-time or batch, and which model: then the design that predicts is made and opened, and deployed if that was wanted. */

import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { openDeployDialog } from "../../actions/deploy";
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

async function makeInferenceDesign(design: string, mode: InferenceMode, scorer: string | null): Promise<DesignState> {
  await flushChanges();
  const created = await postJson<DesignState>(`/api/designs/${design}/inference-designs`, { mode, scorer });
  await queryClient.invalidateQueries({ queryKey: ["designs"] });
  navigate(`/designs/${created.id}`);
  return created;
}

interface Props {
  onClose: () => void;
  /** Whether what is made is to answer at an endpoint. */
  isDeployed?: boolean;
}

/** Deploys a design that trains: first that which predicts is made of it. */
export const DeployTrainedDialog = ({ onClose }: Props) => <InferenceDialog onClose={onClose} isDeployed />;

export default function InferenceDialog({ onClose, isDeployed = false }: Props) {
  const design = useDesign((store) => store.id);
  const scorers = useScoringNodes(design);
  const [mode, setMode] = useState<InferenceMode>("real-time");
  const [scorer, setScorer] = useState<string | null>(null);
  const created = useRef<DesignState | null>(null);
  const proposed = (scorers.find(({ best }) => best) ?? scorers[0])?.node ?? null;
  if (!design) return null;
  const make = async () => {
    created.current = await makeInferenceDesign(design, mode, scorer ?? proposed);
  };
  const close = () => {
    onClose();
    const { id, document } = created.current ?? {};
    if (isDeployed && id && document) void openDeployDialog({ title: document.name, design: id });
  };
  return (
    <FormDialog
      title={isDeployed ? texts.deployTitle : texts.title}
      submitLabel={isDeployed ? texts.continue : texts.make}
      onSubmit={make}
      onClose={close}
    >
      <p>{isDeployed ? texts.deployWhat : texts.what}</p>
      {!isDeployed && <ModeField mode={mode} onChange={setMode} />}
      {scorers.length > 1 && (
        <Select
          label={texts.model}
          allowDeselect={false}
          data={scorers.map((one) => ({ value: one.node, label: describeScorer(one, scorers) }))}
          value={scorer ?? proposed}
          onChange={setScorer}
        />
      )}
    </FormDialog>
  );
}

function ModeField({ mode, onChange }: { mode: InferenceMode; onChange: (mode: InferenceMode) => void }) {
  const label = useId();
  return (
    <div>
      <span className="caption" id={label}>
        {texts.mode}
      </span>
      <SegmentedSwitch
        fullWidth
        aria-labelledby={label}
        data={INFERENCE_MODES}
        value={mode}
        onChange={(chosen) => onChange(chosen as InferenceMode)}
      />
      <p className="export-help inference-help">{texts.modeHelp[mode]}</p>
    </div>
  );
}

/** The learner; where another node scores by one of the same name, with the node. */
function describeScorer({ learner, title, best }: ScoringNode, all: readonly ScoringNode[]): string {
  const isUnique = learner !== "" && all.filter((one) => one.learner === learner).length === 1;
  return (isUnique ? learner : texts.scores(learner, title)) + (best ? texts.best : "");
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
