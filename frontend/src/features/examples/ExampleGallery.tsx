/** The sample designs as numbered plates: a picture, a question, what it takes. */

import { useState } from "react";
import type { ExampleDesign } from "../../api/apiTypes";
import { toUrl } from "../../api/basePath";
import { useExamples } from "../../api/queries";
import { createAndOpenDesign } from "../../lib/createDesign";
import { pickVariedExamples } from "../../lib/exampleOrder";
import { followInPage } from "../../lib/navigation";
import { formatSeconds } from "../../messages/formatting";
import { onboardingTexts } from "../../messages/onboardingTexts";
import { resultTexts as texts } from "../../messages/resultTexts";
import { GraphThumbnail } from "../../ui/GraphThumbnail";
import { ThumbnailPicture } from "../../ui/ThumbnailPicture";
import "./exampleGallery.css";

const NUMERALS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

export function ExampleGallery() {
  const { data } = useExamples();
  const [opening, setOpening] = useState<string | null>(null);
  if (!data || data.length === 0) return null;
  const open = (sample: ExampleDesign) => {
    setOpening(sample.name);
    void createAndOpenDesign({ sample: sample.name }).finally(() => setOpening(null));
  };
  return (
    <section className="gallery">
      <header>
        <h2>{texts.home.gallery}</h2>
        <p>{texts.home.galleryHelp}</p>
        <a className="gallery-all" href={toUrl("/samples")} onClick={followInPage}>
          {onboardingTexts.gallery.all(data.length)}
        </a>
      </header>
      <ul>
        {pickVariedExamples(data).map((sample, at) => (
          <li key={sample.name}>
            <ExampleCard
              sample={sample}
              numeral={NUMERALS[at] ?? String(at + 1)}
              busy={opening === sample.name}
              onOpen={() => open(sample)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ExampleCardProps {
  sample: ExampleDesign;
  numeral: string;
  busy: boolean;
  onOpen: () => void;
}

function ExampleCard({ sample, numeral, busy, onOpen }: ExampleCardProps) {
  const facts = [
    sample.task,
    texts.home.modules(sample.modules),
    sample.seconds === null ? "" : formatSeconds(sample.seconds),
  ];
  return (
    <button
      type="button"
      className="sample"
      aria-busy={busy}
      disabled={busy}
      title={sample.description}
      onClick={onOpen}
    >
      <span className="sample-plate">
        <span className="sample-numeral">{numeral}</span>
        {sample.glance ? (
          <span role="img" aria-label={texts.home.resultPicture(sample.title)}>
            <ThumbnailPicture glance={sample.glance} width={100} height={95} />
          </span>
        ) : (
          <GraphThumbnail picture={sample.picture} width={130} height={104} label={texts.home.picture(sample.title)} />
        )}
      </span>
      <span className="sample-title">{sample.title}</span>
      <span className="sample-question">{sample.question}</span>
      <span className="sample-facts">{facts.filter(Boolean).join(", ")}</span>
    </button>
  );
}
