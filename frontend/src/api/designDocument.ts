/** The design document, as it is saved and sent. The same words as in `server/graph/document.py`. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface DesignNode {
  module: string;
  /** Only what differs from the default. */
  parameters: Record<string, Json>;
  /** Input port -> "node.port"; a list for ports that take several edges. */
  inputs: Record<string, string | string[]>;
  x: number;
  y: number;
  title: string | null;
  note: string | null;
  disabled: boolean;
  /** Data pass through, as if the node were not there. */
  bypassed?: boolean;
  /** The group that the node stands in. */
  group?: string | null;
}

/** Markdown on the canvas. */
export interface DesignNote {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  color: string;
  group?: string | null;
}

export interface PromotedPort {
  node: string;
  port: string;
  side: "input" | "output";
}

export interface PromotedParameter {
  node: string;
  parameter: string;
  title: string | null;
}

/** A titled frame around the nodes that name it; collapsed it is one card. It changes nothing of what runs. */
export interface DesignGroup {
  title: string;
  color: string;
  parent: string | null;
  collapsed: boolean;
  x: number;
  y: number;
  ports: Record<string, PromotedPort>;
  parameters: Record<string, PromotedParameter>;
}

export interface Design {
  format: 2;
  name: string;
  description: string;
  nodes: Record<string, DesignNode>;
  notes: Record<string, Json>;
  groups: Record<string, Json>;
  parameters: Record<string, Json>;
  /** The modules that were written for this design; designs of earlier versions have none. */
  modules?: Record<string, { code: string; from?: { module: string; version: number } }>;
}

/** One change at one path; without `value` the thing at the path is deleted. */
export interface Edit {
  path: string[];
  value?: Json;
  /** It makes something: where another made a thing under that name meanwhile, the server asks for another name. */
  new?: true;
}
