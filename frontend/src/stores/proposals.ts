/** Proposed changes of the open design: listed, looked at, accepted or rejected. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { create } from "zustand";
import { getJson, postJson } from "../api/client";
import type { Edit } from "../api/designDocument";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";
import { restoreInDesign } from "./designStore";

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

/** An ordinary change of whoever accepts it: it can be undone like any other. */
export async function acceptProposal(design: string, proposal: Proposal): Promise<void> {
  const { edits } = await postJson<Proposal>(`/api/designs/${design}/proposals/${proposal.id}/accept?apply=false`);
  restoreInDesign(proposal.title, edits as Edit[]);
  await refreshProposals();
}

export async function rejectProposal(design: string, proposal: Proposal): Promise<void> {
  await postJson(`/api/designs/${design}/proposals/${proposal.id}/reject`);
  await refreshProposals();
}
