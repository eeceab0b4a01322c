/** Of a visitor by an edit link, in the bar: that they came by one, and the name that others see. */

import { TextInput } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useState } from "react";
import type { Link } from "../api/door";
import { onDay } from "../messages/sharing";
import { visitingWords as say } from "../messages/visiting";
import { notifyFailure } from "../notify";
import { callMe, nameHere } from "./visit";
import "./shared.css";
import "./visitor.css";

export default function VisitorBar({ link }: { link: Link }) {
  const [name, setName] = useState(nameHere);
  const tell = () => void callMe(link.share, name.trim()).catch(notifyFailure);
  return (
    <>
      <span className="shared-chip visitor-came" title={link.endsAt ? say.ends(onDay(link.endsAt)) : undefined}>
        <IconLink size={14} stroke={1.6} aria-hidden="true" />
        <span>{say.byLink}</span>
      </span>
      <TextInput
        size="xs"
        className="visitor-name"
        aria-label={say.name}
        title={say.name}
        placeholder={say.nameless}
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={tell}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
    </>
  );
}
