/** Asks how an endpoint answers: what it refuses, how much it takes, and what it keeps. */

import { NumberInput, Select, TagsInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Endpoint, endpointQueries, type InputPolicy, updateEndpoint } from "../../api/endpoints";
import { endpointTexts } from "../../messages/endpointTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { findMain } from "./endpointFacts";

const texts = endpointTexts.settings;
const ACTIONS = [
  { value: "answer", label: texts.answer },
  { value: "refuse", label: texts.refuse },
];
const KINDS = Object.entries(texts.policies) as [keyof InputPolicy, string][];

export const createEndpointSettingsDialog =
  (endpoint: Endpoint): Dialog =>
  ({ onClose }) => {
    const [policy, setPolicy] = useState(endpoint.policy);
    const [numbers, setNumbers] = useState({
      requests_per_minute: endpoint.requests_per_minute ?? 0,
      replicas: endpoint.replicas,
      idle_minutes: endpoint.idle_minutes,
      time_limit_seconds: endpoint.time_limit_seconds,
      sampled_percent: endpoint.sampled_percent,
      prediction_days: endpoint.prediction_days,
    });
    const [masked, setMasked] = useState(endpoint.masked_columns);
    const main = findMain(endpoint);
    const { data: found } = useQuery({
      ...endpointQueries.signature(endpoint.id, main?.number ?? 0),
      enabled: main !== undefined,
    });
    const columns = found?.signature.columns.map(({ name }) => name) ?? [];
    const field = (name: keyof typeof numbers, label: string, min: number, max: number, description?: string) => (
      <NumberInput
        label={label}
        description={description}
        min={min}
        max={max}
        value={numbers[name]}
        onChange={(value) => setNumbers({ ...numbers, [name]: Number(value) })}
      />
    );
    return (
      <FormDialog
        title={texts.title}
        submitLabel={texts.save}
        onSubmit={() => updateEndpoint(endpoint.id, { policy, masked_columns: masked, ...numbers })}
        onClose={onClose}
      >
        {KINDS.map(([kind, label]) => (
          <Select
            key={kind}
            label={label}
            allowDeselect={false}
            data={ACTIONS}
            value={policy[kind]}
            onChange={(value) => setPolicy({ ...policy, [kind]: value as InputPolicy[typeof kind] })}
          />
        ))}
        {field("requests_per_minute", texts.perMinute, 0, 1_000_000, texts.perMinuteHelp)}
        {field("replicas", texts.replicas, 1, 16)}
        {field("idle_minutes", texts.idle, 1, 10_080)}
        {field("time_limit_seconds", texts.limit, 0.1, 300)}
        {field("prediction_days", texts.predictionDays, 0, 90, texts.predictionDaysHelp)}
        {field("sampled_percent", texts.sampled, 0, 100)}
        <TagsInput
          label={texts.masked}
          description={texts.maskedHelp}
          data={columns}
          value={masked}
          onChange={setMasked}
        />
      </FormDialog>
    );
  };
