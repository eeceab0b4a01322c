/** A list of column names, in an order that counts: picked from the columns of the port. */

import { TagsInput } from "@mantine/core";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { useIncomingData } from "../useIncoming";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

export const columnNamesControl = defineControl({ kind: "column_names", Control: ColumnNamesControl });

function ColumnNamesControl({ node, id, field, value, onChange }: ControlProps<"column_names">) {
  const { port, types } = field;
  const { schema } = useIncomingData(node, port);
  const offered = schema?.columns.filter((column) => types.length === 0 || types.includes(column.type)) ?? [];
  return (
    <>
      <TagsInput
        id={id}
        size="sm"
        limit={150}
        {...describeInput(id)}
        data={offered.map((column) => column.name)}
        value={Array.isArray(value) ? value.map(String) : []}
        acceptValueOnBlur
        placeholder={texts.inspector.column.choose}
        onChange={onChange}
      />
      {!schema && <p className="field-help">{texts.inspector.column.unknown}</p>}
    </>
  );
}
