/** The run that the open dialog is about. */

import { create } from "zustand";
import type { ListedRun } from "../api/types";

type About = Pick<ListedRun, "id" | "number" | "tags" | "note">;

export const useAbout = create<{ run: About | null }>()(() => ({ run: null }));

export const aboutRun = (run: About): void => useAbout.setState({ run });
