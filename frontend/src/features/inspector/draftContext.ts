/** A node that is in no design: with this around it, the form of a module edits what the module is tried with. */

import { createContext, useContext } from "react";
import type { DesignNode, Json } from "../../api/designDocument";
import { useDesign } from "../../stores/designStore";
import type { ParameterField } from "./parameterFields";
import { setParameter } from "./useParameter";

export interface DraftNode extends Pick<DesignNode, "parameters" | "inputs"> {
  set: (field: ParameterField, value: Json | undefined) => void;
  /** What the ids of its fields begin with, where the page may show two drafts at once. */
  prefix?: string;
}

export const DraftNodeContext = createContext<DraftNode | null>(null);

interface ParameterAccess extends Pick<DraftNode, "parameters" | "set"> {
  /** What the ids of the fields begin with: the form of a draft may lie over that of a node. */
  prefix: string;
}

/** The parameters that a form is about, and how they are changed; null where the node is gone. */
export function useParameters(node: string): ParameterAccess | null {
  const draft = useContext(DraftNodeContext);
  const parameters = useDesign((store) => store.document?.nodes[node]?.parameters);
  if (draft) return { prefix: "draft", ...draft };
  return parameters
    ? { parameters, set: (field, value) => setParameter(node, field, value), prefix: "parameter" }
    : null;
}
