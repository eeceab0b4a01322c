/** Words of a canvas in a frame of a notebook, an editor or another site. */

export const embedTexts = {
  openInApp: "Open in Designery",
  opening: "Opening the canvas",
  ended: "This canvas was open for long, or was ended. Show it again where it is embedded.",
  noDownload: "The file could not be downloaded.",
};
