/** The form of a node, made from the JSON schema of its module's parameters. */

import { Button } from "@mantine/core";
import { IconCode } from "@tabler/icons-react";
import { type RefObject, Suspense, useEffect, useMemo, useRef } from "react";
import { openModuleEditor } from "../../actions/writeModule";
import { getGuestAccess } from "../../api/accessMode";
import type { Module } from "../../api/apiTypes";
import { lazyWithRetry } from "../../lib/lazy";
import { customModuleTexts } from "../../messages/customModuleTexts";
import { resultTexts as texts } from "../../messages/resultTexts";
import { isCustomModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { FailureBox } from "./FailureBox";
import { FieldControl } from "./fields/FieldControl";
import { ProblemBoxes } from "./ProblemBoxes";
import { buildFields, isFieldShown } from "./parameterFields";

const InstallExtras = lazyWithRetry(() => import("../../ui/extras/InstallExtras"));
const ScriptPorts = lazyWithRetry(() => import("./ScriptPorts"));
const ScriptToModule = lazyWithRetry(() => import("./ScriptToModule"));
const KeptOrigin = lazyWithRetry(() => import("./SavedModuleOrigin"));

export function ParametersTab({ nodeId, module }: { nodeId: string; module: Module }) {
  const fields = useMemo(() => buildFields(module), [module]);
  const parameters = useDesign((store) => store.document?.nodes[nodeId]?.parameters);
  const form = useRef<HTMLDivElement>(null);
  useRequestedField(nodeId, form);
  if (!parameters) return null;
  return (
    <div className="fields" ref={form}>
      <FailureBox node={nodeId} />
      <ProblemBoxes node={nodeId} />
      {module.missing.length > 0 && <MissingPackages module={module} />}
      {isCustomModule(module) && !getGuestAccess() && (
        <Button
          variant="default"
          leftSection={<IconCode size={16} stroke={1.6} />}
          onClick={() => void openModuleEditor(module.name)}
        >
          {customModuleTexts.edit}
        </Button>
      )}
      {isCustomModule(module) && (
        <Suspense fallback={null}>
          <KeptOrigin what={{ module: module.name }} />
        </Suspense>
      )}
      {isCustomModule(module) && !getGuestAccess() && (
        <Suspense fallback={null}>
          <ScriptPorts module={module.name} />
        </Suspense>
      )}
      {fields.length === 0 && <p className="field-help">{texts.inspector.noParameters}</p>}
      {fields
        .filter((field) => isFieldShown(field, fields, parameters))
        .map((field) => (
          <FieldControl key={`${nodeId} ${field.name}`} node={nodeId} field={field} />
        ))}
      {(module.role === "python_script" || module.role === "r_script") && !getGuestAccess() && (
        <Suspense fallback={null}>
          <ScriptToModule nodeId={nodeId} />
        </Suspense>
      )}
    </div>
  );
}

/** What the module needs and the server does not have; owners of the server install our own extras by one press. */
const MissingPackages = ({ module }: { module: Module }) =>
  module.extras.length > 0 && !getGuestAccess() ? (
    <Suspense fallback={null}>
      <InstallExtras extras={module.extras} />
    </Suspense>
  ) : (
    <p className="field-help">{texts.inspector.missingPackages(module.install)}</p>
  );

/** What is filled in, not what stands beside the title of the field. */
const CONTROL = ":is(input, textarea, button, [contenteditable=true]):not(.field-head *)";

/** Brings a field into sight when something else on the page asks for it, as "Show the parameter" does. */
function useRequestedField(node: string, form: RefObject<HTMLDivElement | null>): void {
  const requestedField = useUi(({ focusedField }) => (focusedField?.node === node ? focusedField.field : null));
  useEffect(() => {
    if (requestedField === null) return;
    const field = form.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(requestedField)}"]`);
    field?.scrollIntoView({ block: "center" });
    field?.querySelector<HTMLElement>(CONTROL)?.focus();
    useUi.setState({ focusedField: null });
  }, [requestedField, form]);
}
