/** The names of the actions of sharing: all that the first page needs of its words. */

export const shareActionNames = {
  share: "Share",
  svg: "Save the picture as SVG",
  png: "Save the picture as PNG, with the design inside",
};
