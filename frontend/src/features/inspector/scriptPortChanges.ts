/** Changes the ports of a script in one step: the server rewrites the source, and the edges follow. */

import type { Module } from "../../api/apiTypes";
import { postJson } from "../../api/client";
import { createModuleName } from "../../graph/customModules";
import { type PortChange, planPortChange, planScriptModule, type ScriptPorts } from "../../graph/scriptPorts";
import { notifyFailure } from "../../lib/toasts";
import { scriptPortTexts as texts } from "../../messages/scriptPortTexts";
import { isCustomModule, setCustomModules, useCatalog } from "../../stores/catalogStore";
import { changeDesign, useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";

/** The answer of the server: `ports` and `module` are null where there is a flaw. */
export interface ScriptModule {
  code: string;
  ports: ScriptPorts | null;
  module: Module | null;
  unclear_lines: number[];
  flaw: { message: string; line: number | null } | null;
}

/** Write the ports into the module; returns the flaw that keeps it from having them, and lines to look at. */
export async function changeScriptPorts(
  name: string,
  code: string,
  ports: ScriptPorts,
  formatLabel: (lost: number) => string,
): Promise<Pick<ScriptModule, "flaw" | "unclear_lines">> {
  const answer = await postJson<ScriptModule>("/api/modules/ports", { name, code, ports });
  const { document } = useDesign.getState();
  const { modules, catalog } = useCatalog.getState();
  if (!answer.module || !document) return answer;
  const changed = { name, code: answer.code, module: answer.module, ports };
  applyPortChange(answer.module, planPortChange(document, modules, catalog.accepts, changed), formatLabel);
  return answer;
}

/** The card's script becomes a module of its own, which looks and does the same; says why where it can't. */
export async function makeScriptModule(id: string): Promise<void> {
  const { document } = useDesign.getState();
  const node = document?.nodes[id];
  if (!document || !node) return;
  if ("script_bundle" in node.inputs) return notifyFailure(texts.convertBundle);
  const name = createModuleName(node.title ?? texts.functionTitle, document);
  const { modules, catalog } = useCatalog.getState();
  const field = modules.get(node.module)?.widgets.find((one) => one.name === "python_script");
  const script = String(node.parameters.python_script ?? (field && "default" in field ? field.default : ""));
  const title = name.replace(/^own_/, "");
  const answer = await postJson<ScriptModule>("/api/modules/from-script", { language: "python", script, name, title });
  const latest = useDesign.getState().document;
  if (answer.flaw) return notifyFailure(answer.flaw.message);
  if (!answer.module || !answer.ports || !latest?.nodes[id]) return;
  const changed = { name, code: answer.code, module: answer.module, ports: answer.ports };
  const plan = planScriptModule(latest, modules, catalog.accepts, id, changed);
  const label = getNodeName(id);
  applyPortChange(answer.module, plan, (lost) => texts.labels.converted(label, lost));
}

function applyPortChange(module: Module, { edits, lost }: PortChange, formatLabel: (lost: number) => string): void {
  if (!changeDesign(formatLabel(lost.length), edits)) return;
  const others = useCatalog.getState().catalog.modules.filter((one) => isCustomModule(one) && one.name !== module.name);
  setCustomModules([...others, module]);
}
