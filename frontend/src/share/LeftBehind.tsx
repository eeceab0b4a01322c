/** Under the word that a link has ended: what an earlier visit of this browser could not send, to be taken along. */

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { visitingWords } from "../messages/visiting";
import { leftBehind } from "../stores/unsent";
import { saveFile } from "./saving";

const say = visitingWords.ended;

export default function LeftBehind({ share }: { share: string }) {
  const unsent = leftBehind(share);
  if (unsent.length === 0) return null;
  return (
    <>
      <p>{say.onlyChanges(unsent.length)}</p>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.6} />}
        onClick={() => saveFile(`${say.file}.json`, JSON.stringify({ unsent }, null, 2), "application/json")}
      >
        {say.download}
      </Button>
    </>
  );
}
