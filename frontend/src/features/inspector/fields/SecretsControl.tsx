/** Names the secrets that a script gets; a new one is added on the spot. */

import { Button, MultiSelect } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { lazyWithRetry } from "../../../lib/lazy";
import { secretTexts as texts } from "../../../messages/secretTexts";
import { useSecrets } from "../../../stores/secretQueries";
import "./connectionControl.css";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

const SecretDialog = lazyWithRetry(() => import("../../../ui/dialogs/SecretDialog"));

export const secretsControl = defineControl({ kind: "secrets", Control: SecretsControl });

function SecretsControl({ id, value, onChange }: ControlProps<"secrets">) {
  const { data } = useSecrets();
  const [adding, setAdding] = useState(false);
  const named = Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  const known = (data ?? []).map((one) => one.name);
  const missing = named.filter((name) => !known.includes(name));
  const choose = (names: string[]) => onChange(names.length === 0 ? undefined : names);
  return (
    <>
      <MultiSelect
        id={id}
        size="sm"
        searchable
        hidePickedOptions
        selectFirstOptionOnChange
        maxValues={10}
        {...describeInput(id)}
        placeholder={named.length === 0 ? texts.choose : undefined}
        data={[...missing, ...known]}
        value={named}
        onChange={choose}
      />
      <Button
        className="new-connection"
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlus size={14} stroke={1.8} />}
        onClick={() => setAdding(true)}
      >
        {texts.add}
      </Button>
      {adding && (
        <Suspense fallback={null}>
          <SecretDialog onSaved={(saved) => choose([...named, saved.name])} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}
