/** Links to a design: what a new one allows and shows on the left, those that there are on the right. */

import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchUntrustedCode, type ShareLinkWithToken } from "../../api/shareLinks";
import { sharingTexts as texts } from "../../messages/sharingTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { ShareForm } from "./ShareForm";
import { ShareLinkList } from "./ShareLinkList";
import "./shareDialog.css";

export async function createShareDialog(design: string, name: string): Promise<{ default: Dialog }> {
  return { default: ({ onClose }) => <ShareDialog design={design} name={name} onClose={onClose} /> };
}

function ShareDialog({ design, name, onClose }: { design: string; name: string; onClose: () => void }) {
  const [createdLink, setMade] = useState<ShareLinkWithToken | null>(null);
  const { data } = useQuery(fetchUntrustedCode(design));
  const secretive = [...new Set(data?.secrets.flatMap((secret) => secret.nodes))];
  return (
    <Modal
      opened
      onClose={onClose}
      size={960}
      title={texts.title(name)}
      classNames={{ content: "share-content", body: "share-body" }}
    >
      <div className="share-dialog">
        <ShareForm design={design} secretive={secretive} onMade={setMade} />
        <ShareLinkList design={design} made={createdLink} />
      </div>
    </Modal>
  );
}
