/** Under which name a module is kept, and whether as the next version of one that is kept already. */

import { Button, Group, Modal, SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { type Keepable, keep, keptQuery, originIn } from "../canvas/keeping";
import { groupsOf } from "../graph/groups";
import { keptMessages as say } from "../messages/kept";
import { notifyDone } from "../notify";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import type { Dialog } from "./open";

export const keepDialogOf =
  (what: Keepable): Dialog =>
  ({ onClose }) => <KeepDialog what={what} onClose={onClose} />;

function nameOf(what: Keepable): string {
  const { document } = useDesign.getState();
  if ("module" in what) return useLibrary.getState().modules.get(what.module)?.title ?? "";
  return (document && groupsOf(document).get(what.group)?.title) ?? "";
}

function KeepDialog({ what, onClose }: { what: Keepable; onClose: () => void }) {
  const origin = useDesign(({ document }) => originIn(document, what)?.module ?? null);
  const { data = [] } = useQuery(keptQuery);
  const before = data.find(({ id }) => id === origin);
  const [another, setAnother] = useState(false);
  const [name, setName] = useState(() => nameOf(what));
  const [refusal, setRefusal] = useState("");
  const label = useId();
  const next = before && !another ? before : null;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const kept = await keep(what, name.trim(), next?.id ?? null);
      if (kept) notifyDone(say.kept(kept.title, kept.version));
      onClose();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Modal opened onClose={onClose} title={say.title}>
      <form className="dialog-form" onSubmit={save}>
        <p>{say.what}</p>
        {before && (
          <div>
            <span className="caption" id={label}>
              {say.as}
            </span>
            <SegmentedControl
              fullWidth
              aria-labelledby={label}
              value={another ? "another" : "next"}
              data={[
                { value: "next", label: say.next(before.title) },
                { value: "another", label: say.another },
              ]}
              onChange={(value) => setAnother(value === "another")}
            />
          </div>
        )}
        {!next && (
          <TextInput
            data-autofocus
            label={say.name}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {refusal && (
          <p className="dialog-refusal" role="alert">
            {refusal}
          </p>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button type="submit" disabled={!next && name.trim() === ""}>
            {say.keep}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
