/** The design's name: a heading that becomes a field. */

import { useEffect, useRef } from "react";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { useUi } from "../stores/ui";

export function DesignName() {
  const name = useDesign(({ document }) => document?.name ?? "");
  const renaming = useUi((ui) => ui.renaming);
  if (renaming) return <NameField name={name} />;
  return (
    <h1 className="design-name">
      <button type="button" onClick={() => useUi.setState({ renaming: true })} title={text.topbar.rename}>
        {name}
      </button>
    </h1>
  );
}

function NameField({ name }: { name: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.select();
  }, []);
  const end = (to: string) => {
    useUi.setState({ renaming: false });
    if (to.trim() && to.trim() !== name) change(text.edits.rename, [{ path: ["name"], value: to.trim() }]);
  };
  return (
    <input
      ref={field}
      className="design-name-field"
      defaultValue={name}
      aria-label={text.topbar.name}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") end(event.currentTarget.value);
        if (event.key === "Escape") end(name);
      }}
    />
  );
}
