/** Links to a design: what a new one allows and shows on the left, those that there are on the right. */

import { Modal } from "@mantine/core";
import { useState } from "react";
import { sharing as say } from "../messages/sharing";
import type { MadeLink } from "../share/links";
import { ShareForm } from "../share/ShareForm";
import { ShareLinks } from "../share/ShareLinks";
import type { Dialog } from "./open";
import "../share/dialog.css";

export async function shareDialog(design: string, name: string): Promise<{ default: Dialog }> {
  return { default: ({ onClose }) => <ShareDialog design={design} name={name} onClose={onClose} /> };
}

function ShareDialog({ design, name, onClose }: { design: string; name: string; onClose: () => void }) {
  const [made, setMade] = useState<MadeLink | null>(null);
  return (
    <Modal opened onClose={onClose} size={960} title={say.title(name)}>
      <div className="share-dialog">
        <ShareForm design={design} onMade={setMade} />
        <ShareLinks design={design} made={made} />
      </div>
    </Modal>
  );
}
