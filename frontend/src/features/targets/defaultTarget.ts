/** The target of the designs of a workspace that name none. */

import { bootstrap } from "../../api/bootstrap";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { targetTexts as texts } from "../../messages/targetTexts";
import { nameTarget, setDefaultTarget } from "../../stores/targetQueries";

/** Whether whoever is here may choose it: on a personal server everybody may. */
export const ownsWorkspace = (): boolean => bootstrap.role == null || bootstrap.role === "owner";

export const makeDefault = (name: string): void =>
  void setDefaultTarget(name).then(() => notifyDone(texts.madeDefault(nameTarget(name))), notifyFailure);
