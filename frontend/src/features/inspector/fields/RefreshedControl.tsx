/** Has data fetched once more: the moment becomes part of the design, so undo takes it back. */

import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { formatMoment } from "../../../lib/format";
import { connectionTexts as texts } from "../../../messages/connectionTexts";
import { type ControlProps, defineControl } from "./parameterControl";

export const refreshedControl = defineControl({ kind: "refreshed", Control: RefreshedControl });

function RefreshedControl({ id, value, onChange }: ControlProps<"refreshed">) {
  return (
    <div className="refreshed">
      <Button
        id={id}
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} stroke={1.7} />}
        onClick={() => onChange(`${new Date().toISOString().slice(0, 19)}Z`)}
      >
        {texts.refresh.now}
      </Button>
      <p className="field-help">
        {typeof value === "string"
          ? `${texts.refresh.at(formatMoment(value))} ${texts.refresh.takeBack}`
          : texts.refresh.never}
      </p>
    </div>
  );
}
