/** The tabs that the whole screen shows of each kind of result: the next result of a kind shows the same of itself. */

import { create } from "zustand";
import type { View } from "../../api/views";
import type { Tab } from "../tabs";

export const useFullTabs = create<Partial<Record<View["kind"], Tab>>>(() => ({}));
