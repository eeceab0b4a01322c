/** Columns that do not come in: the rows above a row of a table make them, and its pickers offer them. */

import { createContext, useContext } from "react";

export const MadeColumnsContext = createContext<readonly string[]>([]);

export const useMadeColumns = (): readonly string[] => useContext(MadeColumnsContext);
