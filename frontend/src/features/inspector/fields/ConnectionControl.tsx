/** Names a stored connection of the right kind; a new one is made on the spot. */

import { Button, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { lazyWithRetry } from "../../../lib/lazy";
import { connectionTexts as texts } from "../../../messages/connectionTexts";
import { useConnections } from "../../../stores/connectionQueries";
import "./connectionControl.css";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

const ConnectionDialog = lazyWithRetry(() => import("../../../ui/dialogs/ConnectionDialog"));

export const connectionControl = defineControl({ kind: "connection", Control: ConnectionControl });

function ConnectionControl({ field, id, value, onChange }: ControlProps<"connection">) {
  const { data } = useConnections();
  const [making, setMaking] = useState(false);
  const kinds = field.connection_kinds;
  const known = (data ?? []).filter((one) => kinds.includes(one.kind)).map((one) => one.name);
  const missing = typeof value === "string" && value !== "" && !known.includes(value) ? [value] : [];
  return (
    <>
      <Select
        id={id}
        size="sm"
        searchable
        selectFirstOptionOnChange
        {...describeInput(id)}
        placeholder={texts.choose}
        nothingFoundMessage={texts.none}
        data={[...missing, ...known]}
        value={typeof value === "string" && value !== "" ? value : null}
        onChange={(name) => onChange(name ?? undefined)}
      />
      <Button
        className="new-connection"
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlus size={14} stroke={1.8} />}
        onClick={() => setMaking(true)}
      >
        {texts.add}
      </Button>
      {making && (
        <Suspense fallback={null}>
          <ConnectionDialog
            kinds={kinds}
            onSaved={(created) => onChange(created.name)}
            onClose={() => setMaking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
