/** Links to a design: what a new one allows and shows on the left, those that there are on the right. */

import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sharing as say } from "../messages/sharing";
import { heldCode, type MadeLink } from "../share/links";
import { ShareForm } from "../share/ShareForm";
import { ShareLinks } from "../share/ShareLinks";
import type { Dialog } from "./open";
import "../share/dialog.css";

export async function shareDialog(design: string, name: string): Promise<{ default: Dialog }> {
  return { default: ({ onClose }) => <ShareDialog design={design} name={name} onClose={onClose} /> };
}

function ShareDialog({ design, name, onClose }: { design: string; name: string; onClose: () => void }) {
  const [made, setMade] = useState<MadeLink | null>(null);
  const { data } = useQuery(heldCode(design));
  const secretive = [...new Set(data?.secrets.flatMap((secret) => secret.nodes))];
  return (
    <Modal opened onClose={onClose} size={960} title={say.title(name)}>
      <div className="share-dialog">
        <ShareForm design={design} secretive={secretive} onMade={setMade} />
        <ShareLinks design={design} made={made} />
      </div>
    </Modal>
  );
}
