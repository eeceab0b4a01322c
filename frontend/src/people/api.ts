/** People as the server tells of them. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { fullUrlOf } from "../api/base";
import { get, post } from "../api/client";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Me = Schemas["Me"];
export type Membership = Schemas["Membership"];
export type Role = Membership["role"];
export type TokenScope = Schemas["TokenOut"]["scope"];
export type Member = Schemas["MemberOut"];
export type Invitation = Schemas["InvitationRow"];
export type MadeInvitation = Schemas["MadeInvitation"];
export type Session = Schemas["SessionOut"];
export type Token = Schemas["TokenOut"];
export type MadeToken = Schemas["MadeToken"];
export type Account = Schemas["AccountOut"];
export type PasswordLink = Schemas["PasswordLink"];
export type AuditEntry = Schemas["AuditEntry"];
export type QuotaLimits = Schemas["QuotaLimits"];
export type UsageRead = Schemas["UsageRead"];
export type LargestRead = Schemas["LargestRead"];
export type WorkspaceUsage = Schemas["WorkspaceUsage"];
export type GroupsRead = Schemas["GroupsRead"];
export type GroupRule = Schemas["GroupRule"];
export type PreviewPerson = Schemas["PreviewPerson"];
export type PreviewChange = Schemas["PreviewChange"];

export const ROLES: readonly Role[] = ["viewer", "runner", "editor", "owner"];

const asked = <Answer>(path: string) => queryOptions({ queryKey: ["people", path], queryFn: () => get<Answer>(path) });

export const useMe = () => useQuery(asked<Me>("/api/me"));
export const useMembers = (workspace: string) => useQuery(asked<Member[]>(`/api/workspaces/${workspace}/members`));
export const useInvitations = (workspace: string, owner: boolean) =>
  useQuery({ ...asked<Invitation[]>(`/api/workspaces/${workspace}/invitations`), enabled: owner });
export const useSessions = () => useQuery(asked<Session[]>("/api/me/sessions"));
export const useTokens = () => useQuery(asked<Token[]>("/api/me/tokens"));
export const useAccounts = () => useQuery(asked<Account[]>("/api/accounts"));
export const useUsage = (workspace: string) => useQuery(asked<UsageRead>(`/api/workspaces/${workspace}/usage`));
export const useLargest = (workspace: string) =>
  useQuery(asked<Schemas["LargestUsage"]>(`/api/workspaces/${workspace}/usage/largest`));
export const useWorkspaces = () => useQuery(asked<Schemas["WorkspacesUsage"]>("/api/workspaces"));
export const useGroups = () => useQuery(asked<GroupsRead>("/api/groups"));
/** Everybody who has signed in, or somebody with these groups. */
export const useGroupsPreview = (groups: string[] | null) =>
  useQuery({
    queryKey: ["people", "groups", "preview", groups],
    queryFn: () => post<PreviewPerson[]>("/api/groups/preview", { groups }),
  });

/** What is told of people may have changed. */
export const refresh = () => queryClient.invalidateQueries({ queryKey: ["people"] });

/** The address of a link that lets somebody in. */
export const joinAddress = (token: string) => fullUrlOf(`/join#t=${token}`);

/** A day that may lie ahead: "24 Feb 2027". */
export const day = (iso: string) =>
  new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
