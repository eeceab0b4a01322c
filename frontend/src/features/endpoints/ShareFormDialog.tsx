/** Shares the form of an endpoint by a link, which is shown once, and says which sites may show it in a frame. */

import { Button, Checkbox, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { toUrl } from "../../api/basePath";
import { changeForm, type Endpoint, type EndpointForm, shareForm } from "../../api/endpoints";
import { notifyDone } from "../../lib/toasts";
import { sharedFormTexts } from "../../messages/sharedFormTexts";
import { CopyField } from "../../ui/CopyField";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";

const texts = sharedFormTexts.share;

export const createShareFormDialog =
  (endpoint: Endpoint): Dialog =>
  ({ onClose }) => {
    const [draft, setDraft] = useState({
      title: endpoint.form?.title ?? "",
      text: endpoint.form?.text ?? "",
      origins: (endpoint.form?.origins ?? []).join("\n"),
    });
    const [isNew, setIsNew] = useState(endpoint.form === null);
    const [made, setMade] = useState<MadeLink | null>(null);
    const isCreated = useRef(false);
    if (made !== null) return <FormLink endpoint={endpoint} made={made} onClose={onClose} />;
    const save = async () => {
      const origins = draft.origins.split(/\s+/).filter(Boolean);
      const form: EndpointForm = { title: draft.title.trim(), text: draft.text.trim(), origins };
      if (!isNew) {
        await changeForm(endpoint.id, form);
        notifyDone(texts.saved);
        return;
      }
      const { token } = await shareForm(endpoint.id, form);
      isCreated.current = true;
      setMade({ token, isFramed: origins.length > 0 });
    };
    const change = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }));
    return (
      <FormDialog
        title={texts.title}
        submitLabel={isNew ? texts.create : texts.save}
        incomplete={draft.title.trim() === ""}
        onSubmit={save}
        onClose={() => {
          // Once it was sent, the link is still to be shown.
          if (!isCreated.current) onClose();
        }}
      >
        <p>{texts.help}</p>
        <TextInput
          data-autofocus
          label={texts.formTitle}
          description={texts.formTitleHelp}
          maxLength={200}
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label={texts.formText}
          maxLength={2000}
          value={draft.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        <Textarea
          label={texts.origins}
          description={texts.originsHelp}
          autosize
          minRows={1}
          value={draft.origins}
          onChange={(event) => change({ origins: event.currentTarget.value })}
        />
        {endpoint.form && (
          <Checkbox
            label={texts.newLink}
            description={texts.newLinkHelp}
            checked={isNew}
            onChange={(event) => setIsNew(event.currentTarget.checked)}
          />
        )}
      </FormDialog>
    );
  };

interface MadeLink {
  token: string;
  isFramed: boolean;
}

/** The code with which a page of another site shows the form. */
const writeFormSnippet = (address: string): string =>
  `<iframe src="${address}" width="100%" height="900" style="border:0" title="Designery" referrerpolicy="no-referrer"></iframe>`;

interface FormLinkProps {
  endpoint: Endpoint;
  made: MadeLink;
  onClose: () => void;
}

function FormLink({ endpoint, made: { token, isFramed }, onClose }: FormLinkProps) {
  const toAddress = (path: string): string => new URL(toUrl(path), window.location.href).href;
  return (
    <Modal opened onClose={onClose} title={texts.once} size={560}>
      <p>{texts.onceHelp}</p>
      <CopyField label={texts.link} value={toAddress(`/form#${token}`)} />
      {isFramed && (
        <CopyField label={texts.snippet} value={writeFormSnippet(toAddress(`/form?framed=${endpoint.id}#${token}`))} />
      )}
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{texts.done}</Button>
      </Group>
    </Modal>
  );
}
