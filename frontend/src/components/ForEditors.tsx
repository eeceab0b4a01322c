/** What only whoever may change things here is offered. */

import type { ReactNode } from "react";
import { may } from "../api/may";

export const ForEditors = ({ children }: { children: ReactNode }): ReactNode => (may("editor") ? children : null);
