/** The columns that go into a model, with what training saw of them, and the one that comes out. */

import type { ModelVersion, SignatureColumn } from "../../api/models";
import { formatShort, isNumeric } from "../../lib/format";
import { registryTexts as texts } from "../../messages/registryTexts";
import { TypeGlyph } from "../../ui/TypeGlyph";

export function SignatureTable({ signature }: { signature: ModelVersion["signature"] }) {
  const heads = texts.signatureColumns;
  return (
    <div className="signature-table">
      {signature.rows !== null && <p>{texts.trainingRows(signature.rows)}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{heads.name}</th>
            <th scope="col">{heads.type}</th>
            <th scope="col">{heads.values}</th>
          </tr>
        </thead>
        <tbody>
          {signature.columns.map((column) => (
            <ColumnRow key={column.name} column={column} />
          ))}
          {signature.label && <ColumnRow column={signature.label} label />}
        </tbody>
      </table>
    </div>
  );
}

function ColumnRow({ column, label = false }: { column: SignatureColumn; label?: boolean }) {
  return (
    <tr data-label={label || undefined}>
      <th scope="row">
        {column.name}
        {label && <span className="role-chip">{texts.label}</span>}
      </th>
      <td>
        <TypeGlyph type={column.type} />
      </td>
      <td title={column.levels?.join(", ")}>{describeValues(column)}</td>
    </tr>
  );
}

function describeValues(column: SignatureColumn): string {
  const parts: string[] = [];
  const { minimum, maximum } = column;
  if (isNumeric(column.type) && typeof minimum === "number" && typeof maximum === "number") {
    parts.push(texts.range(formatShort(minimum), formatShort(maximum)));
  } else if (typeof minimum === "string" && typeof maximum === "string") {
    parts.push(texts.range(minimum.slice(0, 10), maximum.slice(0, 10)));
  } else if (column.levels) {
    parts.push(column.levels.length <= 4 ? column.levels.join(", ") : texts.levels(column.levels.length));
  }
  if (column.missing) parts.push(texts.someMissing);
  return parts.join(", ");
}
