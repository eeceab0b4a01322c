/** Of a visitor by an edit link, in the bar: that they came by one, and the name that others see. */

import { TextInput } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useState } from "react";
import type { GuestAccess } from "../../api/accessMode";
import { readGuestName, saveGuestName } from "../../api/guestSession";
import { notifyFailure } from "../../lib/toasts";
import { guestTexts as texts } from "../../messages/guestTexts";
import { formatDay } from "../../messages/sharingTexts";
import "./shared.css";
import "./guestBar.css";

export default function GuestBar({ link }: { link: GuestAccess }) {
  const [name, setName] = useState(readGuestName);
  const saveName = () => void saveGuestName(link.share, name.trim()).catch(notifyFailure);
  return (
    <>
      <span className="shared-chip visitor-came" title={link.endsAt ? texts.ends(formatDay(link.endsAt)) : undefined}>
        <IconLink size={14} stroke={1.6} aria-hidden="true" />
        <span>{texts.byLink}</span>
      </span>
      <TextInput
        size="xs"
        className="visitor-name"
        aria-label={texts.name}
        title={texts.name}
        placeholder={texts.nameless}
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={saveName}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
    </>
  );
}
