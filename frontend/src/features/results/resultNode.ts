/** The node whose result is shown; null where it stands outside a design. */

import { createContext } from "react";

export const ResultNode = createContext<string | null>(null);
