/** An image directory: how many images of each category, and what they look like. */

import { useState } from "react";
import type { ImageDirectoryView as View } from "../../../api/artifactViews";
import { formatBytes, joinWords } from "../../../messages/formatting";
import { imageTexts as texts } from "../../../messages/imageTexts";
import { ServerImage } from "../../../ui/ServerImage";
import "./imagesView.css";

/** So many of a category are shown at first. */
const FIRST = 20;

type Category = View["categories"][number];

export default function ImagesView({ artifact, view }: { artifact: string; view: View }) {
  const most = Math.max(1, ...view.categories.map((category) => category.images));
  const hidden = view.all_categories - view.categories.length;
  if (view.images === 0) return <p className="results-message">{texts.nothing}</p>;
  return (
    <article className="images">
      <header>
        <h2>{texts.heading(view.images, countNamed(view))}</h2>
        <p>{describeImageSizes(view)}</p>
        {view.augmentation.length > 0 && <p>{texts.augmentation(joinWords(view.augmentation))}</p>}
      </header>
      {view.categories.map((category) => (
        <CategoryRow key={category.name ?? "\0"} artifact={artifact} category={category} most={most} />
      ))}
      {hidden > 0 && <p className="images-rest">{texts.moreCategories(hidden)}</p>}
    </article>
  );
}

/** How many categories have a name: images without one make no category. */
export const countNamed = (view: View): number =>
  view.all_categories - (view.categories.some((category) => category.name === null) ? 1 : 0);

function describeImageSizes(view: View): string {
  const first = view.sizes[0]!;
  const weight = formatBytes(view.bytes);
  return view.all_sizes === 1
    ? texts.oneSize(first.width, first.height, weight)
    : texts.manySizes(view.all_sizes, first.width, first.height, weight);
}

function CategoryRow({ artifact, category, most }: { artifact: string; category: Category; most: number }) {
  const [all, setAll] = useState(false);
  const shown = all ? category.rows : category.rows.slice(0, FIRST);
  const closed = category.rows.length - shown.length;
  const rest = category.images - category.rows.length;
  const name = category.name ?? texts.unlabeled;
  return (
    <section className="images-category" aria-label={name}>
      <div className="images-name">
        <h3 title={name}>{name}</h3>
        <span>{texts.images(category.images)}</span>
        <svg width="100%" height="6" aria-hidden="true">
          <rect width={`${(100 * category.images) / most}%`} height="6" rx="1" />
        </svg>
      </div>
      <ul className="images-grid">
        {shown.map((row, at) => (
          <li key={row}>
            <ServerImage path={`/api/artifacts/${artifact}/images/${row}`} alt={texts.picture(name, at + 1)} lazy />
          </li>
        ))}
        {closed > 0 && (
          <li>
            <button type="button" className="images-more" onClick={() => setAll(true)}>
              {texts.more(closed)}
            </button>
          </li>
        )}
        {closed === 0 && rest > 0 && <li className="images-rest">{texts.notShown(rest)}</li>}
      </ul>
    </section>
  );
}
