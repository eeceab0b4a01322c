/** Chooses a setting of a module in a loop. It is loaded when a loop asks for one. */

import { lazyWithRetry } from "../../../lib/lazy";
import { defineControl } from "./parameterControl";

const LoopSettingSelect = lazyWithRetry(() => import("./LoopSettingSelect"));

export const loopSettingControl = defineControl({ kind: "loop_setting", Control: LoopSettingSelect });
