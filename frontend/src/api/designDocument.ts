/** The design document, as it is saved and sent: generated from `server/graph/document.py` and `edits.py`. */

import type { components } from "./schema";

type Schemas = components["schemas"];
/** All that a document of this version has; those of earlier versions leave some out. */
type Whole<Model, LeftOut extends keyof Model = never> = Required<Omit<Model, LeftOut>> & Partial<Pick<Model, LeftOut>>;

export type Json = Schemas["JsonValue"];
export type DesignNode = Whole<Schemas["Node"], "bypassed" | "silenced" | "group" | "compute_target">;
/** Markdown on the canvas. */
export type DesignNote = Whole<Schemas["Note"], "group">;
export type PromotedPort = Schemas["PromotedPort"];
export type PromotedParameter = Whole<Schemas["PromotedParameter"]>;
/** A titled frame around the nodes that name it; collapsed it is one card. It changes nothing of what runs. */
export type DesignGroup = Omit<Whole<Schemas["NodeGroup"]>, "parameters"> & {
  parameters: Record<string, PromotedParameter>;
};
/** One part of a dashboard, at a place of its grid. */
export type DashboardTile = Whole<Schemas["DashboardTile"]>;
/** A module that was written for the design; `from`: the saved module that it is a copy of. */
export type DesignModule = Schemas["CustomModule"] & { from?: { module: string; version: number } };
/** `notes` and `groups` may hold what is broken, which shows as if it were not there. */
export type Design = Omit<Schemas["Design"], "nodes" | "notes" | "groups" | "modules" | "pipeline" | "dashboards"> & {
  nodes: Record<string, DesignNode>;
  notes: Record<string, Json>;
  groups: Record<string, Json>;
  modules?: Record<string, DesignModule>;
  /** May hold what is broken: see graph/dashboards.ts. */
  dashboards?: Record<string, Json>;
  /** May hold what is broken: see graph/pipelineDeclarations.ts. */
  pipeline?: Json;
};
/** One change at one path; without `value` the thing at the path is deleted. `new`: it makes something, and the server
 * asks for another name where another made a thing under that name meanwhile. */
export type Edit = Omit<Schemas["Edit"], "new"> & Partial<Pick<Schemas["Edit"], "new">>;
