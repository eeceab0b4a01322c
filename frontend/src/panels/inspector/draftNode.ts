/** A node that is in no design: with this around it, the form of a module edits what the module is tried with. */

import { createContext, useContext } from "react";
import type { DesignNode, Json } from "../../graph/types";
import { useDesign } from "../../stores/design";
import type { Field } from "./schema";
import { setParameter } from "./useParameter";

export interface DraftNode extends Pick<DesignNode, "parameters" | "inputs"> {
  set: (field: Field, value: Json | undefined) => void;
}

export const DraftNodeContext = createContext<DraftNode | null>(null);

interface Held extends Pick<DraftNode, "parameters" | "set"> {
  /** What the ids of the fields begin with: the form of a draft may lie over that of a node. */
  prefix: string;
}

/** The parameters that a form is about, and how they are changed; null where the node is gone. */
export function useParameters(node: string): Held | null {
  const draft = useContext(DraftNodeContext);
  const parameters = useDesign((store) => store.document?.nodes[node]?.parameters);
  if (draft) return { ...draft, prefix: "draft" };
  return parameters
    ? { parameters, set: (field, value) => setParameter(node, field, value), prefix: "parameter" }
    : null;
}
