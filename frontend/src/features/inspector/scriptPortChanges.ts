/** Changes the ports of a script in one step: the server rewrites the source, and the edges follow. */

import { queryOptions } from "@tanstack/react-query";
import type { Module } from "../../api/apiTypes";
import { postJson } from "../../api/client";
import { queryClient } from "../../api/queries";
import { createModuleName } from "../../graph/customModules";
import { type KeyedPorts, keepPortKeys } from "../../graph/scriptPortList";
import { type PortChange, planPortChange, planScriptModule, type ScriptPorts } from "../../graph/scriptPorts";
import { notifyFailure } from "../../lib/toasts";
import { scriptPortTexts as texts } from "../../messages/scriptPortTexts";
import { isCustomModule, setCustomModules, useCatalog } from "../../stores/catalogStore";
import { changeDesign, useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";

/** The answer of the server: `ports` and `module` are null where there is a flaw. */
interface ScriptModule {
  code: string;
  ports: ScriptPorts | null;
  module: Module | null;
  unclear_lines: number[];
  flaw: { message: string; line: number | null } | null;
}

/** What a change has to say: why the source can't have these ports, and the lines of its code to look at. */
export interface PortOutcome {
  flaw: string | null;
  unclearLines: number[];
  /** The code after it. */
  code: string;
}

/** A change of the ports that are there once the changes before it are made; null changes nothing. */
export type PortUpdate = (ports: KeyedPorts) => KeyedPorts | null;

/** The ports that a source declares; null where it can't be read, which the problems of its cards say. */
export const getPortsQuery = (name: string, code: string) =>
  queryOptions({
    queryKey: ["script-ports", name, code],
    queryFn: async () => {
      const { ports } = await postJson<ScriptModule>("/api/modules/ports", { name, code });
      return ports && keepPortKeys(ports, null);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

let lastChange: Promise<unknown> = Promise.resolve();

/** Change the ports of a module, after the changes before: leaving a name and pressing a button are two of them. */
export function changeScriptPorts(
  name: string,
  update: PortUpdate,
  formatLabel: (lost: number) => string,
): Promise<PortOutcome> {
  const made = lastChange.then(() => writePorts(name, update, formatLabel));
  lastChange = made.catch(() => undefined);
  return made;
}

async function writePorts(
  name: string,
  update: PortUpdate,
  formatLabel: (lost: number) => string,
): Promise<PortOutcome> {
  const code = getCode(name) ?? "";
  const unchanged: PortOutcome = { flaw: null, unclearLines: [], code };
  const before = await queryClient.fetchQuery(getPortsQuery(name, code));
  const next = before && update(before);
  if (!next) return unchanged;
  const answer = await postJson<ScriptModule>("/api/modules/ports", { name, code, ports: stripKeys(next) });
  if (answer.flaw || !answer.module || !answer.ports) return { ...unchanged, flaw: answer.flaw?.message ?? null };
  const { document } = useDesign.getState();
  if (!document || getCode(name) !== code) return { ...unchanged, flaw: texts.changedMeanwhile };
  queryClient.setQueryData(getPortsQuery(name, answer.code).queryKey, keepPortKeys(answer.ports, next));
  const { modules, catalog } = useCatalog.getState();
  const changed = { name, code: answer.code, module: answer.module, ports: next };
  if (!applyPortChange(answer.module, planPortChange(document, modules, catalog.accepts, changed), formatLabel))
    return unchanged;
  return { flaw: null, unclearLines: answer.unclear_lines, code: answer.code };
}

const getCode = (name: string): string | undefined => useDesign.getState().document?.modules?.[name]?.code;

const stripKeys = ({ inputs, outputs }: KeyedPorts): ScriptPorts => ({
  inputs: inputs.map(({ key, ...port }) => port),
  outputs: outputs.map(({ key, ...port }) => port),
});

/** The card's script becomes a module of its own, which looks and does the same; says why where it can't. */
export async function makeScriptModule(id: string): Promise<void> {
  const { document } = useDesign.getState();
  const node = document?.nodes[id];
  if (!document || !node) return;
  const language = useCatalog.getState().modules.get(node.module)?.role === "r_script" ? "r" : "python";
  const parameter = `${language}_script`;
  if ("script_bundle" in node.inputs) return notifyFailure(texts.convertBundle);
  const name = createModuleName(node.title ?? texts.functionTitles[language], document);
  const { modules, catalog } = useCatalog.getState();
  const field = modules.get(node.module)?.widgets.find((one) => one.name === parameter);
  const script = String(node.parameters[parameter] ?? (field && "default" in field ? field.default : ""));
  const title = name.replace(/^own_/, "");
  const answer = await postJson<ScriptModule>("/api/modules/from-script", { language, script, name, title });
  const latest = useDesign.getState().document;
  if (answer.flaw) return notifyFailure(answer.flaw.message);
  if (!answer.module || !answer.ports || !latest?.nodes[id]) return;
  const changed = { name, code: answer.code, module: answer.module, ports: answer.ports };
  const plan = planScriptModule(latest, modules, catalog.accepts, id, changed);
  const label = getNodeName(id);
  applyPortChange(answer.module, plan, (lost) => texts.labels.converted(label, lost));
}

function applyPortChange(module: Module, { edits, lost }: PortChange, formatLabel: (lost: number) => string): boolean {
  if (!changeDesign(formatLabel(lost.length), edits)) return false;
  const others = useCatalog.getState().catalog.modules.filter((one) => isCustomModule(one) && one.name !== module.name);
  setCustomModules([...others, module]);
  return true;
}
