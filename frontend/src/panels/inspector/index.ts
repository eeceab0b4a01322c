/** The pane of the selected node. */

import "../../styles/later";

export { Inspector } from "./Inspector";
