/** What the server tells of notifications and web hooks. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { get, post, put } from "../api/client";
import { queryClient } from "../api/queries";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Notification = Schemas["NotificationRead"];
export type Kind = Notification["kind"];
export type Choice = Schemas["NotificationChoice"];
export type Hook = Schemas["HookRead"];
export type HookTest = Schemas["HookTest"];
export type Delivery = Schemas["Delivery"];

export const KINDS: readonly Kind[] = [
  "run_succeeded",
  "run_failed",
  "run_cancelled",
  "comment",
  "mention",
  "visitor_comment",
  "role",
];
const PATH = "/api/me/notifications";
/** Where the web hooks of whoever is signed in are. */
export const OWN_HOOKS = "/api/me/hooks";

const asked = <Answer>(path: string) =>
  queryOptions({ queryKey: ["notifications", path], queryFn: () => get<Answer>(path) });

export const useNotifications = () => useQuery({ ...asked<Schemas["NotificationList"]>(PATH), staleTime: 0 });
export const useChoices = () => useQuery(asked<Choice[]>(`${PATH}/choices`));
export const useHooks = (path: string) => useQuery(asked<Hook[]>(path));
export const useDeliveries = (path: string) => useQuery({ ...asked<Delivery[]>(`${path}/deliveries`), staleTime: 0 });

/** Say where to be told of a kind; it shows at once, and as the server has it afterwards. */
export async function choose(choice: Choice): Promise<void> {
  const { queryKey } = asked<Choice[]>(`${PATH}/choices`);
  queryClient.setQueryData<Choice[]>(queryKey, (before) =>
    before?.map((one) => (one.kind === choice.kind ? choice : one)),
  );
  try {
    await put(`${PATH}/choices`, [choice]);
  } finally {
    await queryClient.invalidateQueries({ queryKey });
  }
}

export const refresh = () => queryClient.invalidateQueries({ queryKey: ["notifications"] });

/** Mark these as read, the runs of a design, or all. */
export const markRead = (what: { ids?: number[]; design?: string }) => post(`${PATH}/read`, what);
