/** What the server tells of notifications and web hooks. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { getJson, postJson, putJson } from "./client";
import { queryClient } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Notification = Schemas["NotificationRead"];
export type NotificationKind = Notification["kind"];
export type NotificationChoice = Schemas["NotificationPreference"];
export type WebHook = Schemas["WebhookRead"];
export type WebHookTest = Schemas["WebhookTestRead"];
export type WebHookDelivery = Schemas["WebhookDeliveryRead"];

export const NOTIFICATION_KINDS: readonly NotificationKind[] = [
  "run_succeeded",
  "run_failed",
  "run_cancelled",
  "pipeline_failed",
  "pipeline_still_failing",
  "pipeline_recovered",
  "pipeline_succeeded",
  "data_unreadable",
  "data_readable",
  "endpoint_alert",
  "endpoint_recovered",
  "comment",
  "mention",
  "visitor_comment",
  "role",
];
const PATH = "/api/me/notifications";
/** Where the web hooks of whoever is signed in are. */
export const PERSONAL_HOOKS_PATH = "/api/me/webhooks";

const buildNotificationQuery = <Answer>(path: string) =>
  queryOptions({ queryKey: ["notifications", path], queryFn: () => getJson<Answer>(path) });

export const useNotifications = () =>
  useQuery({ ...buildNotificationQuery<Schemas["NotificationList"]>(PATH), staleTime: 0 });
export const useNotificationChoices = () =>
  useQuery(buildNotificationQuery<NotificationChoice[]>(`${PATH}/preferences`));
export const useEmailAddress = () => useQuery(buildNotificationQuery<Schemas["EmailAddressRead"]>(`${PATH}/email`));
export const useWebHooks = (path: string) => useQuery(buildNotificationQuery<WebHook[]>(path));
export const useWebHookDeliveries = (path: string) =>
  useQuery({ ...buildNotificationQuery<WebHookDelivery[]>(`${path}/deliveries`), staleTime: 0 });

/** Save where to tell of a kind, and read again what the server keeps. */
export async function saveNotificationChoice(choice: NotificationChoice): Promise<void> {
  try {
    await putJson(`${PATH}/preferences`, [choice]);
  } finally {
    await queryClient.invalidateQueries({ queryKey: ["notifications", `${PATH}/preferences`] });
  }
}

export const refreshNotifications = () => queryClient.invalidateQueries({ queryKey: ["notifications"] });

/** Mark these as read, the runs of a design, or all. */
export const markNotificationsRead = (what: { ids?: number[]; design?: string }) => postJson(`${PATH}/read`, what);
