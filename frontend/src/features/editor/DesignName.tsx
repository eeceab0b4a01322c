/** The design's name: a heading that becomes a field. */

import { useEffect, useRef } from "react";
import { appTexts } from "../../messages/appTexts";
import { changeDesign, useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import "./designName.css";

export function DesignName() {
  const name = useDesign(({ document }) => document?.name ?? "");
  const renaming = useUi((ui) => ui.renamingDesign);
  if (renaming) return <DesignNameField name={name} />;
  return (
    <h1 className="design-name">
      <button type="button" onClick={() => useUi.setState({ renamingDesign: true })} title={appTexts.topbar.rename}>
        {name}
      </button>
    </h1>
  );
}

function DesignNameField({ name }: { name: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.select();
  }, []);
  const end = (to: string) => {
    useUi.setState({ renamingDesign: false });
    if (to.trim() && to.trim() !== name) changeDesign(appTexts.edits.rename, [{ path: ["name"], value: to.trim() }]);
  };
  return (
    <input
      ref={field}
      className="design-name-field"
      defaultValue={name}
      aria-label={appTexts.topbar.name}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") end(event.currentTarget.value);
        if (event.key === "Escape") end(name);
      }}
    />
  );
}
