/** The pane of the selected node. */

import "../../styles/lazyMantine";

export { Inspector } from "./Inspector";
