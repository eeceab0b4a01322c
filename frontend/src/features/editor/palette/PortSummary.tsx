/** A module's ports in a row: what it takes, an arrow, what it gives. */

import { memo } from "react";
import type { Module } from "../../../api/apiTypes";
import { appTexts } from "../../../messages/appTexts";
import { PortShape } from "../../../ui/PortShape";

export const PortSummary = memo(function Signature({ module }: { module: Module }) {
  const names = (ports: Module["inputs"]) => ports.map((port) => appTexts.portTypes[port.type]);
  return (
    <span className="signature" title={appTexts.palette.signature(names(module.inputs), names(module.outputs))}>
      {module.inputs.map((port) => (
        <PortShape key={port.name} type={port.type} size={10} />
      ))}
      <svg width="9" height="8" viewBox="0 0 9 8" aria-hidden="true">
        <path d="M1 4h6M5 2l2 2-2 2" fill="none" stroke="var(--ink-3)" />
      </svg>
      {module.outputs.map((port) => (
        <PortShape key={port.name} type={port.type} size={10} />
      ))}
    </span>
  );
});
