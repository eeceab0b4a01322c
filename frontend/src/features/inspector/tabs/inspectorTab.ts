/** A tab of the inspector: found by being written, as `<name>.tab.ts` in this folder. */

import type { ComponentType } from "react";
import type { Module } from "../../../api/apiTypes";
import type { DesignNode } from "../../../api/designDocument";

export interface InspectorTabProps {
  nodeId: string;
  node: DesignNode;
  module: Module;
}

export interface InspectorTab {
  name: string;
  title: string;
  /** Where it stands, the lowest first. */
  order: number;
  Content: ComponentType<InspectorTabProps>;
  /** It has nothing that takes the focus, so the keys that scroll need it to take it itself. */
  isFocusable?: boolean;
}
