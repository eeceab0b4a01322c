/** What models of every kind show beside what they learned: their parameters and the columns they were trained on. */

import type { ModelView } from "../../../api/artifactViews";
import type { Json } from "../../../api/designDocument";
import { formatCount, formatShort } from "../../../lib/format";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { TypeGlyph } from "../../../ui/TypeGlyph";

export function ModelParameters({ parameters }: { parameters: ModelView["parameters"] }) {
  return (
    <section>
      <h3>{texts.model.parameters}</h3>
      <dl className="model-parameters">
        {parameters.map(({ name, value }) => (
          <div key={name}>
            <dt>{name.replace(/_/g, " ")}</dt>
            <dd>{formatParameterValue(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function formatParameterValue(value: Json): string {
  if (typeof value === "number") return formatShort(value);
  if (value === null) return "–";
  if (typeof value === "boolean") return value ? texts.inspector.yes.toLowerCase() : texts.inspector.no.toLowerCase();
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/** The steps that the model fits itself, in their order, each with what it learned. */
export function ModelPreprocessing({ steps }: { steps: NonNullable<ModelView["preprocessing"]> }) {
  return (
    <section>
      <h3>{texts.model.preprocessing}</h3>
      <p className="model-caption">{texts.model.preprocessingCaption}</p>
      <ol className="model-steps">
        {steps.map(({ title, records }, at) => (
          <li key={at}>
            {records.length === 0 ? (
              title
            ) : (
              <details>
                <summary>{title}</summary>
                <ul>
                  {records.map((record, row) => (
                    <li key={row}>{describeRecord(record)}</li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What a step learned of a column: "income: replacement 22.5". */
function describeRecord(record: Record<string, Json>): string {
  const [first, ...others] = Object.entries(record);
  const parts = others.map(([name, value]) => `${name.replace(/_/g, " ")} ${formatParameterValue(value)}`);
  return first ? `${formatParameterValue(first[1])}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}` : "";
}

export function ModelFeatures({ features }: { features: ModelView["features"] }) {
  return (
    <section>
      <h3>{texts.model.features}</h3>
      <ul className="model-features">
        {features.slice(0, 200).map((column) => (
          <li key={column.name}>
            <TypeGlyph type={column.type} /> {column.name}
          </li>
        ))}
        {features.length > 200 && <li>{texts.inspector.data.more(formatCount(features.length - 200))}</li>}
      </ul>
    </section>
  );
}
