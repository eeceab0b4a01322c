/** Shares the form of an endpoint by a link, which is shown once. */

import { Textarea, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { toUrl } from "../../api/basePath";
import { type Endpoint, shareForm } from "../../api/endpoints";
import { endpointTexts } from "../../messages/endpointTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { SecretOnce } from "../../ui/SecretOnce";

const texts = endpointTexts.share;

export const createShareFormDialog =
  (endpoint: Endpoint): Dialog =>
  ({ onClose }) => {
    const [title, setTitle] = useState("");
    const [text, setText] = useState("");
    const [link, setLink] = useState<string | null>(null);
    const isCreated = useRef(false);
    if (link !== null) return <SecretOnce title={texts.once} help={texts.onceHelp} value={link} onClose={onClose} />;
    const create = async () => {
      const { token } = await shareForm(endpoint.id, { title: title.trim(), text: text.trim() });
      isCreated.current = true;
      setLink(new URL(toUrl(`/form#${token}`), window.location.href).href);
    };
    return (
      <FormDialog
        title={texts.title}
        submitLabel={texts.create}
        incomplete={title.trim() === ""}
        onSubmit={create}
        onClose={() => {
          // Once it was sent, the link is still to be shown.
          if (!isCreated.current) onClose();
        }}
      >
        <p>
          {texts.help} {endpoint.has_form && texts.replaces}
        </p>
        <TextInput
          data-autofocus
          label={texts.formTitle}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={texts.formText}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </FormDialog>
    );
  };
