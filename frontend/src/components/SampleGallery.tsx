/** The sample designs as numbered plates: a picture, a question, what it takes. */

import { useState } from "react";
import { urlOf } from "../api/base";
import { useSamples } from "../api/queries";
import type { Sample } from "../api/types";
import { Plate } from "../canvas/Plate";
import { onboarding } from "../messages/onboarding";
import { resultsMessages as say } from "../messages/results";
import { seconds } from "../messages/words";
import { followHere } from "../navigation";
import { GraphPicture } from "./GraphPicture";
import { openNew } from "./newDesign";
import { few } from "./samples";
import "./sampleGallery.css";

const NUMERALS = ["I", "II", "III", "IV", "V"];

export function SampleGallery() {
  const { data } = useSamples();
  const [opening, setOpening] = useState<string | null>(null);
  if (!data || data.length === 0) return null;
  const open = (sample: Sample) => {
    setOpening(sample.name);
    void openNew({ sample: sample.name }).finally(() => setOpening(null));
  };
  return (
    <section className="gallery">
      <header>
        <h2>{say.home.gallery}</h2>
        <p>{say.home.galleryHelp}</p>
        <a className="gallery-all" href={urlOf("/samples")} onClick={followHere}>
          {onboarding.gallery.all(data.length)}
        </a>
      </header>
      <ul>
        {few(data).map((sample, at) => (
          <li key={sample.name}>
            <SamplePlate
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

interface PlateProps {
  sample: Sample;
  numeral: string;
  busy: boolean;
  onOpen: () => void;
}

function SamplePlate({ sample, numeral, busy, onOpen }: PlateProps) {
  const facts = [sample.task, say.home.modules(sample.modules), sample.seconds === null ? "" : seconds(sample.seconds)];
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
          <span role="img" aria-label={say.home.resultPicture(sample.title)}>
            <Plate glance={sample.glance} width={100} height={95} />
          </span>
        ) : (
          <GraphPicture picture={sample.picture} width={130} height={104} label={say.home.picture(sample.title)} />
        )}
      </span>
      <span className="sample-question">{sample.question}</span>
      <span className="sample-facts">{facts.filter(Boolean).join(", ")}</span>
    </button>
  );
}
