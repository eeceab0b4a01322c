/** What only whoever may change things here is offered. */

import type { ReactNode } from "react";
import { hasRole } from "../api/permissions";

export const RequireEditor = ({ children }: { children: ReactNode }): ReactNode =>
  hasRole("editor") ? children : null;
