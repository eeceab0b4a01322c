/** The tabs that the whole screen shows of each kind of result: the next result of a kind shows the same of itself. */

import { create } from "zustand";
import type { ArtifactView } from "../../../api/artifactViews";
import type { ResultTab } from "../resultTabs";

export const useRememberedTabs = create<Partial<Record<ArtifactView["kind"], ResultTab>>>(() => ({}));
