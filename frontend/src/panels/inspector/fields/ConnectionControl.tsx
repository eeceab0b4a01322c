/** Names a stored connection of the right kind; a new one is made on the spot. */

import { Button, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useConnections } from "../../../api/connections";
import { later } from "../../../later";
import { connectionsMessages as say } from "../../../messages/connections";
import "../../../components/connections.css";
import type { ControlProps } from "./FieldControl";
import { helpId } from "./FieldFrame";

const ConnectionDialog = later(() => import("../../../components/ConnectionDialog"));

export default function ConnectionControl({ field, id, value, onChange }: ControlProps) {
  const { data } = useConnections();
  const [making, setMaking] = useState(false);
  const kinds = field.schema.connection_of ?? [];
  const known = (data ?? []).filter((one) => kinds.includes(one.kind)).map((one) => one.name);
  const gone = typeof value === "string" && value !== "" && !known.includes(value) ? [value] : [];
  return (
    <>
      <Select
        id={id}
        size="sm"
        searchable
        selectFirstOptionOnChange
        aria-describedby={helpId(id)}
        placeholder={say.choose}
        nothingFoundMessage={say.none}
        data={[...gone, ...known]}
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
        {say.add}
      </Button>
      {making && (
        <Suspense fallback={null}>
          <ConnectionDialog kinds={kinds} onKept={(made) => onChange(made.name)} onClose={() => setMaking(false)} />
        </Suspense>
      )}
    </>
  );
}
