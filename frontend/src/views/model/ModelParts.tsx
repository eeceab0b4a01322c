/** What models of every kind show beside what they learned: their parameters and the columns they were trained on. */

import type { ModelView } from "../../api/views";
import type { Json } from "../../graph/types";
import { resultsMessages as say } from "../../messages/results";
import { count, short, TYPE_GLYPHS } from "../format";

export function Parameters({ parameters }: { parameters: ModelView["parameters"] }) {
  return (
    <section>
      <h3>{say.model.parameters}</h3>
      <dl className="model-parameters">
        {parameters.map(({ name, value }) => (
          <div key={name}>
            <dt>{name.replace(/_/g, " ")}</dt>
            <dd>{plain(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function plain(value: Json): string {
  if (typeof value === "number") return short(value);
  if (value === null) return "–";
  if (typeof value === "boolean") return value ? say.inspector.yes.toLowerCase() : say.inspector.no.toLowerCase();
  return typeof value === "object" ? JSON.stringify(value) : value;
}

export function Features({ features }: { features: ModelView["features"] }) {
  return (
    <section>
      <h3>{say.model.features}</h3>
      <ul className="model-features">
        {features.slice(0, 200).map((column) => (
          <li key={column.name}>
            <span className="type-glyph">{TYPE_GLYPHS[column.type]}</span> {column.name}
          </li>
        ))}
        {features.length > 200 && <li>{say.inspector.data.more(count(features.length - 200))}</li>}
      </ul>
    </section>
  );
}
