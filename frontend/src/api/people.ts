/** People as the server tells of them. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { toAbsoluteUrl } from "./basePath";
import { getJson, postJson } from "./client";
import { hasAccounts } from "./currentWorkspace";
import { queryClient } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Me = Schemas["ProfileRead"];
export type Membership = Schemas["MembershipRead"];
export type Role = Membership["role"];
export type TokenScope = Schemas["TokenRead"]["scope"];
export type Member = Schemas["MemberRead"];
export type Invitation = Schemas["InvitationSummary"];
export type MadeInvitation = Schemas["InvitationCreated"];
export type Session = Schemas["SessionRead"];
export type Token = Schemas["TokenRead"];
export type MadeToken = Schemas["TokenCreated"];
export type Account = Schemas["AccountRead"];
export type PasswordLink = Schemas["PasswordLinkCreated"];
export type AuditEntry = Schemas["AuditEntryRead"];
export type QuotaLimits = Schemas["QuotaLimits"];
export type UsageRead = Schemas["UsageRead"];
export type LargestRead = Schemas["LargestItem"];
export type WorkspaceUsage = Schemas["WorkspaceUsage"];
export type GroupsRead = Schemas["GroupSettingsRead"];
export type GroupRule = Schemas["GroupRuleRead"];
export type PreviewPerson = Schemas["GroupPreviewRead"];
export type PreviewChange = Schemas["MembershipChangeRead"];

export const ROLES: readonly Role[] = ["viewer", "runner", "editor", "owner"];

const buildPeopleQuery = <Answer>(path: string) =>
  queryOptions({ queryKey: ["people", path], queryFn: () => getJson<Answer>(path) });

export const useMe = () => useQuery(buildPeopleQuery<Me>("/api/me"));
export const useMembers = (workspace: string) =>
  useQuery(buildPeopleQuery<Member[]>(`/api/workspaces/${workspace}/members`));
export const useInvitations = (workspace: string, owner: boolean) =>
  useQuery({ ...buildPeopleQuery<Invitation[]>(`/api/workspaces/${workspace}/invitations`), enabled: owner });

/** Whether whoever is here may change what concerns the whole server; on a server without accounts it is theirs. */
export function useOwnsServer(): boolean {
  const { data } = useQuery({ ...buildPeopleQuery<Me>("/api/me"), enabled: hasAccounts });
  return !hasAccounts || data?.owns_server === true;
}

export const useSessions = () => useQuery(buildPeopleQuery<Session[]>("/api/me/sessions"));
export const useTokens = () => useQuery(buildPeopleQuery<Token[]>("/api/me/tokens"));
export const useAccounts = () => useQuery(buildPeopleQuery<Account[]>("/api/accounts"));
export const useUsage = (workspace: string) =>
  useQuery(buildPeopleQuery<UsageRead>(`/api/workspaces/${workspace}/usage`));
export const useLargest = (workspace: string) =>
  useQuery(buildPeopleQuery<Schemas["LargestUsage"]>(`/api/workspaces/${workspace}/usage/largest`));
export const useWorkspaces = () => useQuery(buildPeopleQuery<Schemas["WorkspaceUsageList"]>("/api/workspaces"));
export const useGroups = () => useQuery(buildPeopleQuery<GroupsRead>("/api/groups"));
/** Everybody who has signed in, or somebody with these groups. */
export const useGroupsPreview = (groups: string[] | null) =>
  useQuery({
    queryKey: ["people", "groups", "preview", groups],
    queryFn: () => postJson<PreviewPerson[]>("/api/groups/preview", { groups }),
  });

/** What is told of people may have changed. */
export const refreshPeople = () => queryClient.invalidateQueries({ queryKey: ["people"] });

/** The address of a link that lets somebody in. */
export const buildInvitationUrl = (token: string) => toAbsoluteUrl(`/join#t=${token}`);

/** A day that may lie ahead: "24 Feb 2027". */
export const formatDate = (iso: string) =>
  new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
