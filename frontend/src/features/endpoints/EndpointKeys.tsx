/** The keys of an endpoint: made, shown once, replaced without a pause, deleted. */

import { TextInput } from "@mantine/core";
import { useState } from "react";
import {
  createEndpointKey,
  deleteEndpointKey,
  type Endpoint,
  type EndpointKey,
  rotateEndpointKey,
} from "../../api/endpoints";
import { formatMoment } from "../../lib/format";
import { notifyFailure } from "../../lib/toasts";
import { endpointTexts } from "../../messages/endpointTexts";
import { ConfirmDelete } from "../../ui/ConfirmButton";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { RequireEditor } from "../../ui/RequireEditor";
import { SecretOnce } from "../../ui/SecretOnce";

const texts = endpointTexts.keys;

const deleteTexts = {
  deleteDo: texts.delete,
  deleteTitle: texts.deleteTitle,
  deleted: texts.deleted,
};

export function EndpointKeys({ endpoint }: { endpoint: Endpoint }) {
  const [isAsking, setIsAsking] = useState(false);
  const [shown, setShown] = useState<{ value: string; help: string } | null>(null);
  const [doomed, setDoomed] = useState<EndpointKey | null>(null);
  const rotate = (key: EndpointKey) =>
    rotateEndpointKey(endpoint.id, key.id)
      .then(({ key: value }) => setShown({ value, help: texts.rotateHelp }))
      .catch(notifyFailure);
  return (
    <>
      <header>
        <h3>{texts.title}</h3>
        <RequireEditor>
          <button type="button" className="text-button" onClick={() => setIsAsking(true)}>
            {texts.new}
          </button>
        </RequireEditor>
      </header>
      {endpoint.keys.length === 0 && <p>{texts.none}</p>}
      <ul className="key-list">
        {endpoint.keys.map((key) => (
          <li key={key.id}>
            <b>{key.name}</b>
            <small>{key.used_at ? texts.used(formatMoment(key.used_at)) : texts.unused}</small>
            <code>
              {key.hint}
              {key.expires_at && `, ${texts.until(formatMoment(key.expires_at))}`}
            </code>
            <RequireEditor>
              <span className="key-actions">
                <button type="button" className="text-button" onClick={() => void rotate(key)}>
                  {texts.rotate}
                </button>
                <button type="button" className="text-button" onClick={() => setDoomed(key)}>
                  {texts.delete}
                </button>
              </span>
            </RequireEditor>
          </li>
        ))}
      </ul>
      {isAsking && (
        <NewKeyDialog
          endpoint={endpoint}
          onCreated={(value) => setShown({ value, help: texts.onceHelp })}
          onClose={() => setIsAsking(false)}
        />
      )}
      {shown && <SecretOnce title={texts.once} {...shown} onClose={() => setShown(null)} />}
      {doomed && (
        <ConfirmDelete
          deleteTexts={deleteTexts}
          name={doomed.name}
          onDelete={() => deleteEndpointKey(endpoint.id, doomed.id)}
          onClose={() => setDoomed(null)}
        >
          {texts.deleteHelp}
        </ConfirmDelete>
      )}
    </>
  );
}

interface NewKeyDialogProps {
  endpoint: Endpoint;
  onCreated: (key: string) => void;
  onClose: () => void;
}

function NewKeyDialog({ endpoint, onCreated, onClose }: NewKeyDialogProps) {
  const [name, setName] = useState("");
  return (
    <FormDialog
      title={texts.new}
      submitLabel={texts.create}
      incomplete={name.trim() === ""}
      onSubmit={() => createEndpointKey(endpoint.id, name.trim()).then(({ key }) => onCreated(key))}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={texts.name}
        description={texts.nameHelp}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
