/** The links to a design, as their owner has them. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { sharingTexts } from "../messages/sharingTexts";
import type { DesignState } from "./apiTypes";
import { toAbsoluteUrl, toUrl } from "./basePath";
import { deleteResource, getJson, patchJson, postJson } from "./client";
import { encodeDesign, LONGEST_URL } from "./designUrlCodec";
import { queryClient } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type ShareLink = Schemas["ShareRead"];
export type ShareLinkWithToken = Schemas["ShareCreated"];
export type ShareLinkCreate = Schemas["ShareCreate"];
export type UntrustedCode = Schemas["UntrustedCodeRead"];

const getLinksKey = (design: string) => ["shares", design];
const refetchLinks = (design: string) => queryClient.invalidateQueries({ queryKey: getLinksKey(design) });

export const useShareLinks = (design: string) =>
  useQuery({
    queryKey: getLinksKey(design),
    queryFn: () => getJson<ShareLink[]>(`/api/designs/${design}/shares`),
    staleTime: 0,
  });

/** The code of a design, and the secrets that it asks for. */
export const fetchUntrustedCode = (design: string) =>
  queryOptions({
    queryKey: ["code", design],
    queryFn: () => getJson<UntrustedCode>(`/api/designs/${design}/untrusted-code`),
    staleTime: 0,
    gcTime: 0,
  });

export async function createShareLink(design: string, link: ShareLinkCreate): Promise<ShareLinkWithToken> {
  const created = await postJson<ShareLinkWithToken>(`/api/designs/${design}/shares`, link);
  await refetchLinks(design);
  return created;
}

export async function revokeShareLink({ id, design_id }: ShareLink): Promise<void> {
  await deleteResource(`/api/shares/${id}`);
  await refetchLinks(design_id);
}

export async function renameShareLink({ id, design_id }: ShareLink, name: string): Promise<void> {
  await patchJson<ShareLink>(`/api/shares/${id}`, { name });
  await refetchLinks(design_id);
}

/** Open a link in a new tab as its visitors see it; that counts as no visit. */
export async function openLinkPreview({ id }: ShareLink): Promise<void> {
  await postJson(`/api/shares/${id}/guest-session`);
  window.open(toUrl(`/s/${id}`), "_blank", "noopener");
}

/** The address of a link; with the id of a dashboard, it opens there. */
export const buildLinkUrl = ({ id, token }: ShareLinkWithToken, dashboard: string | null): string =>
  toAbsoluteUrl(`/s/${id}${dashboard === null ? "" : `?${new URLSearchParams({ dashboard })}`}#${token}`);

export const buildEmbedSnippet = ({ id, token }: ShareLinkWithToken, dashboard: string | null): string =>
  `<iframe src="${toAbsoluteUrl(`/s/${id}?${new URLSearchParams({ framed: "true", ...(dashboard !== null && { dashboard }) })}#${token}`)}" width="100%" height="640" style="border:0" title="Designery" referrerpolicy="no-referrer"></iframe>`;

/** An address that holds the whole design, to be opened on any Designery. */
export async function buildDesignUrl(design: string): Promise<string> {
  const { document } = await getJson<DesignState>(`/api/designs/${design}`);
  const address = toAbsoluteUrl(`/open#${await encodeDesign(document)}`);
  if (address.length > LONGEST_URL) throw new Error(sharingTexts.tooLong);
  return address;
}

/** Whether this server can be reached from this machine only. */
export const isLocalServer = (): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
