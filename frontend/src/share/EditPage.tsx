/** The design of an edit link, to be worked on together with others; and what is said when the link ends. */

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect } from "react";
import { comeBy } from "../api/door";
import { visitingWords } from "../messages/visiting";
import { DesignPage } from "../pages/DesignPage";
import { Logo } from "../panels/Logo";
import { OPEN, useEnding } from "../stores/ending";
import { saveFile } from "./saving";
import "./visitor.css";

const say = visitingWords.ended;

export default function EditPage({ share }: { share: string }) {
  const ended = useEnding(({ sentence }) => sentence !== null);
  useEffect(
    () => () => {
      comeBy(null);
      useEnding.setState(OPEN);
    },
    [],
  );
  return ended ? <Ended /> : <DesignPage id={share} />;
}

/** The end, calmly: what is saved is in the design, and what is not can be taken along. */
function Ended() {
  const { sentence, document, unsent } = useEnding();
  const save = () => {
    const name = document?.name ?? say.file;
    const content = { ...document, unsent };
    saveFile(`${name}.design.json`, JSON.stringify(content, null, 2), "application/json");
  };
  return (
    <main className="message">
      <Logo />
      <h1 className="message-title">{say.title}</h1>
      <p role="status">{sentence}</p>
      <p className="ended-sent">{unsent.length > 0 ? say.unsent(unsent.length) : say.saved}</p>
      {unsent.length > 0 && (
        <Button leftSection={<IconDownload size={16} stroke={1.6} />} onClick={save}>
          {say.download}
        </Button>
      )}
    </main>
  );
}
