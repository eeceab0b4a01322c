/** The icon of each kind of trigger. */

import { IconArrowRampRight, IconClock, IconDatabase, IconWebhook } from "@tabler/icons-react";
import type { TriggerKind } from "../../api/triggers";

export const TRIGGER_ICONS: Record<TriggerKind, typeof IconClock> = {
  schedule: IconClock,
  data_change: IconDatabase,
  pipeline_end: IconArrowRampRight,
  webhook: IconWebhook,
};
