/** Whether an endpoint answers, in a word. */

import { IconCircleCheck, IconHourglass, IconPlayerPause } from "@tabler/icons-react";
import type { Endpoint } from "../../api/endpoints";
import { endpointTexts as texts } from "../../messages/endpointTexts";
import { type EndpointState, getState, listAnswering } from "./endpointFacts";
import "./endpointStateChip.css";

const ICONS: Partial<Record<EndpointState, typeof IconCircleCheck>> = {
  answering: IconCircleCheck,
  starting: IconHourglass,
  paused: IconPlayerPause,
};

export function EndpointStateChip({ endpoint }: { endpoint: Endpoint }) {
  const state = getState(endpoint);
  const Icon = ICONS[state];
  const replicas = listAnswering(endpoint).reduce((total, one) => total + one.running, 0);
  return (
    <span className="endpoint-chip" data-state={state}>
      {Icon && <Icon size={14} stroke={1.7} aria-hidden />}
      {texts.states[state]}
      {state === "answering" && `, ${texts.replicas(replicas)}`}
    </span>
  );
}
