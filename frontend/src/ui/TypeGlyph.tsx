/** What kind of values a column has, as two or three letters: `123`, `1.2`, `abc`. */

import type { ColumnType } from "../api/apiTypes";
import { TYPE_GLYPHS } from "../lib/format";
import "./typeGlyph.css";

interface TypeGlyphProps {
  /** Nothing where the column is not known. */
  type: ColumnType | undefined;
  /** Whether the names beside glyphs below one another begin at one place. */
  fixed?: boolean;
  title?: string;
  /** Whether somebody who listens hears nothing of it. */
  silent?: boolean;
}

export const TypeGlyph = ({ type, fixed, title, silent }: TypeGlyphProps) => (
  <span className="type-glyph" data-fixed={fixed || undefined} title={title} aria-hidden={silent || undefined}>
    {type && TYPE_GLYPHS[type]}
  </span>
);
