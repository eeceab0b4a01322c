/** The design of an edit link, to be worked on together with others; and what is said when the link ends. */

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect } from "react";
import { setGuestAccess } from "../api/accessMode";
import { saveFile } from "../lib/saveFile";
import { guestTexts } from "../messages/guestTexts";
import { LINK_ACTIVE, useLinkExpiry } from "../stores/linkExpiry";
import { Logo } from "../ui/Logo";
import DesignPage from "./DesignPage";
import "./guestEditPage.css";
import "../ui/emptyState.css";

const texts = guestTexts.ended;

export default function GuestEditPage({ share }: { share: string }) {
  const ended = useLinkExpiry(({ sentence }) => sentence !== null);
  useEffect(
    () => () => {
      setGuestAccess(null);
      useLinkExpiry.setState(LINK_ACTIVE);
    },
    [],
  );
  return ended ? <EndedPage /> : <DesignPage designId={share} />;
}

/** The end, calmly: what is saved is in the design, and what is not can be taken along. */
function EndedPage() {
  const { sentence, document, unsent } = useLinkExpiry();
  const save = () => {
    const name = document?.name ?? texts.file;
    const content = { ...document, unsent };
    saveFile(`${name}.design.json`, JSON.stringify(content, null, 2), "application/json");
  };
  return (
    <main className="message">
      <Logo />
      <h1 className="message-title">{texts.title}</h1>
      <p role="status">{sentence}</p>
      <p className="ended-sent">{unsent.length > 0 ? texts.unsent(unsent.length) : texts.saved}</p>
      {unsent.length > 0 && (
        <Button leftSection={<IconDownload size={16} stroke={1.6} />} onClick={save}>
          {texts.download}
        </Button>
      )}
    </main>
  );
}
