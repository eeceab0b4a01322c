/** What is said of images and of how networks were trained. */

import { pluralize } from "./formatting";

const formatImageSize = (width: number, height: number): string => `${width} × ${height}`;

export const imageTexts = {
  heading: (images: number, categories: number) =>
    categories === 0 ? pluralize(images, "image") : `${pluralize(images, "image")} in ${formatCategories(categories)}`,
  oneSize: (width: number, height: number, bytes: string) =>
    `All of ${formatImageSize(width, height)} pixels, ${bytes} together.`,
  manySizes: (sizes: number, width: number, height: number, bytes: string) =>
    `Of ${sizes} different sizes, most often ${formatImageSize(width, height)} pixels; ${bytes} together. Training needs one size.`,
  augmentation: (changes: string) =>
    `Training changes the images at random in each epoch: ${changes}. The pictures below show them unchanged.`,
  unlabeled: "No category",
  images: (images: number) => pluralize(images, "image"),
  picture: (category: string, number: number) => `${category}, picture ${number}`,
  more: (images: number) => `Show ${images} more`,
  notShown: (images: number) => `and ${pluralize(images, "other")}`,
  moreCategories: (categories: number) =>
    `${formatCategories(categories)} more ${categories === 1 ? "is" : "are"} not shown.`,
  nothing: "There are no images here.",
  fact: (images: number, categories: number) =>
    categories === 0 ? pluralize(images, "image") : `${pluralize(images, "image")}, ${formatCategories(categories)}`,

  trainedOn: (images: string, classes: string) => `Trained on ${images} images to tell ${classes} categories apart.`,
  trainedOnRatings: (ratings: string) => `Trained on ${ratings} ratings.`,
  untrained: "Not trained yet. Connect it to Train PyTorch Model.",
};

function formatCategories(categories: number): string {
  return categories === 1 ? "1 category" : pluralize(categories, "categorie");
}
