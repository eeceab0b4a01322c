/** The controls of all kinds of parameters: every `*Control.tsx` and `*Controls.tsx` of this folder registers what it exports. */

import type { ParameterKind } from "../../../api/apiTypes";
import type { ParameterControl } from "./parameterControl";

const files = import.meta.glob<Record<string, unknown>>(["./*Control.tsx", "./*Controls.tsx", "!./FieldControl.tsx"], {
  eager: true,
});

const isControl = (exported: unknown): exported is ParameterControl =>
  typeof exported === "object" && exported !== null && "kind" in exported && "Control" in exported;

const controls: ReadonlyMap<string, ParameterControl> = new Map(
  Object.values(files)
    .flatMap((file) => Object.values(file).filter(isControl))
    .map((control) => [control.kind, control]),
);

/** What draws a kind; as JSON what nothing else draws. */
export const getControl = (kind: ParameterKind): ParameterControl => controls.get(kind) ?? controls.get("json")!;

export const listControlKinds = (): string[] => [...controls.keys()];
