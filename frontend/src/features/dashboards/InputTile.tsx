/** A parameter of the design on a dashboard: whoever may edit changes it, and runs the design again. */

import { useContext } from "react";
import { hasRole } from "../../api/permissions";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { useModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { FieldControl } from "../inspector/fields/FieldControl";
import { buildFields, getCurrentValue } from "../inspector/parameterFields";
import { GuestReaderContext } from "./dashboardData";
import type { TileProps } from "./tileContents";

export default function InputTile({ tile, mayEdit }: TileProps) {
  const guest = useContext(GuestReaderContext);
  const placed = useDesign(({ document }) => (tile.node === null ? undefined : document?.nodes[tile.node]));
  const module = useModule(placed?.module);
  const field = module && buildFields(module).find(({ name }) => name === tile.parameter);
  if (!placed || !field) return <p className="board-note">{texts.nodeGone}</p>;
  if (!mayEdit || guest || !hasRole("editor")) {
    const value = getCurrentValue(field, placed.parameters);
    return (
      <p className="board-input-value">
        {value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)}
      </p>
    );
  }
  return (
    <div className="board-input" title={texts.runToUpdate}>
      <FieldControl node={tile.node!} field={field} />
    </div>
  );
}
