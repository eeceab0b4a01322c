/** Names the secrets that a script gets; a new one is added on the spot. */

import { Button, MultiSelect } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useSecrets } from "../../../api/secrets";
import { later } from "../../../later";
import { secretsMessages as say } from "../../../messages/secrets";
import "../../../components/connections.css";
import type { ControlProps } from "./FieldControl";
import { helpId } from "./FieldFrame";

const SecretDialog = later(() => import("../../../dialogs/SecretDialog"));

export default function SecretsControl({ id, value, onChange }: ControlProps) {
  const { data } = useSecrets();
  const [adding, setAdding] = useState(false);
  const named = Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  const known = (data ?? []).map((one) => one.name);
  const gone = named.filter((name) => !known.includes(name));
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
        aria-describedby={helpId(id)}
        placeholder={named.length === 0 ? say.choose : undefined}
        data={[...gone, ...known]}
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
        {say.add}
      </Button>
      {adding && (
        <Suspense fallback={null}>
          <SecretDialog onKept={(kept) => choose([...named, kept.name])} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}
