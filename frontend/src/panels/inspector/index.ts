/** The pane of the selected node. */

export { Inspector } from "./Inspector";
