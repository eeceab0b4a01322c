/** Proposed changes of the open design: listed, looked at, accepted or rejected. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { create } from "zustand";
import { getJson, postJson } from "../api/client";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";

export type Proposal = components["schemas"]["ProposalRead"];
export type ProposalDetails = components["schemas"]["ProposalDetails"];

/** The proposal that the canvas shows in place of the design. */
export const useShownProposal = create<{ shown: string | null }>()(() => ({ shown: null }));
export const showProposal = (shown: string | null): void => useShownProposal.setState({ shown });

const createProposalsQuery = (design: string) =>
  queryOptions({
    queryKey: ["proposals", design],
    queryFn: () => getJson<Proposal[]>(`/api/designs/${design}/proposals`),
  });

export const usePendingProposals = (design: string | null) =>
  useQuery({ ...createProposalsQuery(design ?? ""), enabled: design !== null });

export const useProposalDetails = (design: string, proposal: string, revision: number) =>
  useQuery({
    queryKey: ["proposals", design, proposal, revision],
    queryFn: () => getJson<ProposalDetails>(`/api/designs/${design}/proposals/${proposal}`),
    placeholderData: (before) => before,
  });

export const refreshProposals = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["proposals"] });

export async function decideProposal(design: string, proposal: Proposal, verdict: "accept" | "reject"): Promise<void> {
  await postJson(`/api/designs/${design}/proposals/${proposal.id}/${verdict}`);
  await refreshProposals();
}
