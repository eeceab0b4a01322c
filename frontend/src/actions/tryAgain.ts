/** Runs anew what ended by no fault of the design. Its texts are needed below, so it stands there. */

export { tryAgainAction } from "../ui/actions/tryAgain";
