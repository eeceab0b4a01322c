/** Asks how data are to come in, and makes the design that predicts. */

import { IconRocket } from "@tabler/icons-react";
import { openDialog } from "../dialogs/open";
import { inferenceMessages as say } from "../messages/inference";
import { type Action, hasNodes } from "./action";

export const makeInference: Action = {
  id: "makeInference",
  name: say.action,
  group: "design",
  members: true,
  needs: "editor",
  icon: IconRocket,
  enabled: hasNodes,
  perform: () => openDialog(() => import("../dialogs/InferenceDialog")),
};
