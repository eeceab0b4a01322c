/** Under the word that a link has ended: what an earlier visit of this browser could not send, to be taken along. */

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { saveFile } from "../../lib/saveFile";
import { guestTexts } from "../../messages/guestTexts";
import { readAbandonedChanges } from "../../stores/offlineQueue";

const texts = guestTexts.ended;

export default function UnsentChanges({ share }: { share: string }) {
  const unsent = readAbandonedChanges(share);
  if (unsent.length === 0) return null;
  return (
    <>
      <p>{texts.onlyChanges(unsent.length)}</p>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.6} />}
        onClick={() => saveFile(`${texts.file}.json`, JSON.stringify({ unsent }, null, 2), "application/json")}
      >
        {texts.download}
      </Button>
    </>
  );
}
