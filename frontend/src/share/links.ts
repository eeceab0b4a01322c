/** The links to a design, as their owner has them. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { fullUrlOf, urlOf } from "../api/base";
import { get, patch, post, remove } from "../api/client";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";
import type { DesignState } from "../api/types";
import { sharing } from "../messages/sharing";
import { LONGEST_ADDRESS, pack } from "./packed";

type Schemas = components["schemas"];
export type ShareLink = Schemas["ShareOut"];
export type MadeLink = Schemas["MadeShare"];
export type NewLink = Schemas["NewShare"];
export type HeldCode = Schemas["HeldCode"];

const key = (design: string) => ["shares", design];
const refresh = (design: string) => queryClient.invalidateQueries({ queryKey: key(design) });

export const useLinks = (design: string) =>
  useQuery({ queryKey: key(design), queryFn: () => get<ShareLink[]>(`/api/designs/${design}/shares`), staleTime: 0 });

/** The code of a design, and the secrets that it asks for. */
export const heldCode = (design: string) =>
  queryOptions({
    queryKey: ["code", design],
    queryFn: () => get<HeldCode>(`/api/designs/${design}/held-code`),
    staleTime: 0,
    gcTime: 0,
  });

export async function makeLink(design: string, link: NewLink): Promise<MadeLink> {
  const made = await post<MadeLink>(`/api/designs/${design}/shares`, link);
  await refresh(design);
  return made;
}

export async function endLink({ id, design_id }: ShareLink): Promise<void> {
  await remove(`/api/shares/${id}`);
  await refresh(design_id);
}

export async function renameLink({ id, design_id }: ShareLink, name: string): Promise<void> {
  await patch<ShareLink>(`/api/shares/${id}`, { name });
  await refresh(design_id);
}

/** Open a link in a new tab as its visitors see it; that counts as no visit. */
export async function previewLink({ id }: ShareLink): Promise<void> {
  await post(`/api/shares/${id}/preview`);
  window.open(urlOf(`/s/${id}`), "_blank", "noopener");
}

export const addressOf = ({ id, token }: MadeLink): string => fullUrlOf(`/s/${id}#${token}`);

export const snippetOf = ({ id, token }: MadeLink): string =>
  `<iframe src="${fullUrlOf(`/s/${id}?framed=true#${token}`)}" width="100%" height="640" style="border:0" title="Designery" referrerpolicy="no-referrer"></iframe>`;

/** An address that holds the whole design, to be opened on any Designery. */
export async function wholeAddress(design: string): Promise<string> {
  const { document } = await get<DesignState>(`/api/designs/${design}`);
  const address = fullUrlOf(`/open#${await pack(document)}`);
  if (address.length > LONGEST_ADDRESS) throw new Error(sharing.tooLong);
  return address;
}

/** Whether this server can be reached from this machine only. */
export const isLocal = (): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
