/** What is said of files that are kept as they are. */

export const fileTexts = {
  choose: "Choose a file",
  whatFor:
    "A zip file is stored as it is. Place it on a canvas and connect it to the script bundle of a Python or R script, or to another module that takes a file.",
};
