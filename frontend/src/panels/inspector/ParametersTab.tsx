/** The form of a node, made from the JSON schema of its module's parameters. */

import { Button } from "@mantine/core";
import { IconCode } from "@tabler/icons-react";
import { type RefObject, Suspense, useEffect, useMemo, useRef } from "react";
import { editModule } from "../../actions/writeModule";
import { visiting } from "../../api/door";
import type { Module } from "../../api/types";
import { later } from "../../later";
import { ownModuleMessages } from "../../messages/ownModules";
import { resultsMessages as say } from "../../messages/results";
import { useDesign } from "../../stores/design";
import { isOwn } from "../../stores/library";
import { useUi } from "../../stores/ui";
import { FailureBox } from "./FailureBox";
import { FieldControl } from "./fields/FieldControl";
import { ProblemBoxes } from "./ProblemBoxes";
import { fieldsOf, isShown } from "./schema";

const KeptOrigin = later(() => import("../KeptOrigin"));

export function ParametersTab({ nodeId, module }: { nodeId: string; module: Module }) {
  const fields = useMemo(() => fieldsOf(module), [module]);
  const parameters = useDesign((store) => store.document?.nodes[nodeId]?.parameters);
  const form = useRef<HTMLDivElement>(null);
  useAskedField(nodeId, form);
  if (!parameters) return null;
  return (
    <div className="fields" ref={form}>
      <FailureBox node={nodeId} />
      <ProblemBoxes node={nodeId} />
      {module.missing.length > 0 && <p className="field-help">{say.inspector.missingPackages(module.install)}</p>}
      {isOwn(module) && !visiting() && (
        <Button
          variant="default"
          leftSection={<IconCode size={16} stroke={1.6} />}
          onClick={() => void editModule(module.name)}
        >
          {ownModuleMessages.edit}
        </Button>
      )}
      {isOwn(module) && (
        <Suspense fallback={null}>
          <KeptOrigin what={{ module: module.name }} />
        </Suspense>
      )}
      {fields.length === 0 && <p className="field-help">{say.inspector.noParameters}</p>}
      {fields
        .filter((field) => isShown(field, fields, parameters))
        .map((field) => (
          <FieldControl key={`${nodeId} ${field.name}`} node={nodeId} field={field} />
        ))}
    </div>
  );
}

/** Brings a field into sight when something else on the page asks for it, as "Show the parameter" does. */
function useAskedField(node: string, form: RefObject<HTMLDivElement | null>): void {
  const asked = useUi(({ field }) => (field?.node === node ? field.field : null));
  useEffect(() => {
    if (asked === null) return;
    const field = form.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(asked)}"]`);
    field?.scrollIntoView({ block: "center" });
    field?.querySelector<HTMLElement>("input, textarea, button, [contenteditable=true]")?.focus();
    useUi.setState({ field: null });
  }, [asked, form]);
}
