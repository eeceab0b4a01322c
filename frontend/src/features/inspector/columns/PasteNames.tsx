/** Pasting a list of column names, from a sheet or a script. */

import { Button, Modal, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { type ColumnSelection, parsePastedNames } from "../columnChoice";
import "../../../ui/textButton.css";

interface Props {
  choice: ColumnSelection;
  onChange: (choice: ColumnSelection) => void;
}

export function PasteNames({ choice, onChange }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const [text, setText] = useState("");
  const words = texts.inspector.columns;
  const use = () => {
    onChange({ ...choice, names: parsePastedNames(text) });
    setText("");
    close();
  };
  return (
    <>
      <button type="button" className="text-button" onClick={open}>
        {words.paste}
      </button>
      <Modal opened={opened} onClose={close} title={words.pasteTitle}>
        <Textarea
          data-autofocus
          autosize
          minRows={8}
          maxRows={18}
          label={choice.start === "none" ? words.onlyNamed : words.butNamed}
          description={words.pasteHelp}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button mt="md" disabled={parsePastedNames(text).length === 0} onClick={use}>
          {words.pasteApply}
        </Button>
      </Modal>
    </>
  );
}
