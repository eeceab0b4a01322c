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
