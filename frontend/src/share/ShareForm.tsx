/** What a new link allows and shows, in calm words. */

import { Button, Checkbox, NumberInput, PasswordInput, Radio, Select, Textarea, TextInput } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { type FormEvent, useId, useState } from "react";
import { Segments } from "../components/Segments";
import { secretsMessages } from "../messages/secrets";
import { sharing as say } from "../messages/sharing";
import { type MadeLink, makeLink, type NewLink } from "./links";

type Scope = keyof typeof say.scopes;
type Shows = keyof typeof say.shows;

interface Wish {
  name: string;
  scope: Scope;
  pinned: boolean;
  shows: Shows;
  rows: number;
  scripts: boolean;
  comments: boolean;
  preview: boolean;
  days: string;
  password: string;
  origins: string;
}

const FIRST: Wish = {
  name: "",
  scope: "view",
  pinned: true,
  shows: "metrics",
  rows: 100,
  scripts: false,
  comments: false,
  preview: false,
  days: "30",
  password: "",
  origins: "",
};

const toSend = ({ days, password, origins, name, ...wish }: Wish): NewLink => ({
  ...wish,
  name: name.trim() || say.nameExample,
  days: days === "never" ? null : Number(days),
  password: password || null,
  origins: origins.split(/\s+/).filter(Boolean),
});

type Change = (part: Partial<Wish>) => void;
interface Part {
  wish: Wish;
  onChange: Change;
}

interface Props {
  design: string;
  /** Its modules that use secrets. */
  secretive: string[];
  onMade: (made: MadeLink) => void;
}

export function ShareForm({ design, secretive, onMade }: Props) {
  const [wish, setWish] = useState(FIRST);
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const onChange: Change = (part) => setWish((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    try {
      onMade(await makeLink(design, toSend(wish)));
      onChange({ name: "", password: "" });
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="share-form" onSubmit={submit}>
      <div className="share-fields">
        <TextInput
          label={say.name}
          description={say.nameHelp}
          placeholder={say.nameExample}
          maxLength={100}
          value={wish.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Who wish={wish} onChange={onChange} />
        {wish.scope === "run" && secretive.length > 0 && (
          <p className="share-quiet">{secretsMessages.visitors(secretive)}</p>
        )}
        <Version wish={wish} onChange={onChange} />
        <Along wish={wish} onChange={onChange} />
        <div className="share-pair">
          <Ends wish={wish} onChange={onChange} />
          <PasswordInput
            label={say.password}
            placeholder={say.passwordNone}
            autoComplete="new-password"
            value={wish.password}
            onChange={(event) => onChange({ password: event.currentTarget.value })}
          />
        </div>
        <More wish={wish} onChange={onChange} />
      </div>
      {refusal && (
        <p className="dialog-refusal" role="alert">
          {refusal}
        </p>
      )}
      <footer className="share-end">
        <span className="share-quiet">{say.revocable}</span>
        <Button type="submit" loading={busy} leftSection={<IconLink size={16} stroke={1.6} />}>
          {say.create}
        </Button>
      </footer>
    </form>
  );
}

function Who({ wish, onChange }: Part) {
  // Whoever edits works on the design as it is.
  const choose = (scope: string) => onChange({ scope: scope as Scope, ...(scope === "edit" && { pinned: false }) });
  return (
    <Radio.Group label={say.who} value={wish.scope} onChange={choose}>
      <div className="share-cards">
        {Object.entries(say.scopes).map(([scope, { title, help }]) => (
          <Radio key={scope} value={scope} label={title} description={help} className="share-card" />
        ))}
      </div>
    </Radio.Group>
  );
}

function Version({ wish, onChange }: Part) {
  const label = useId();
  const data = Object.entries(say.versions).map(([value, name]) => ({ value, label: name }));
  return (
    <div>
      <span className="share-label" id={label}>
        {say.version}
      </span>
      <Segments
        fullWidth
        aria-labelledby={label}
        data={data}
        disabled={wish.scope === "edit"}
        value={wish.pinned ? "pinned" : "newest"}
        onChange={(value: string) => onChange({ pinned: value === "pinned" })}
      />
      {wish.scope === "edit" && <p className="share-quiet">{say.editsNewest}</p>}
    </div>
  );
}

function Along({ wish, onChange }: Part) {
  return (
    <div>
      <Radio.Group label={say.along} value={wish.shows} onChange={(shows) => onChange({ shows: shows as Shows })}>
        <div className="share-options">
          {Object.entries(say.shows).map(([shows, { title, help }]) => (
            <Radio key={shows} value={shows} label={title} description={help} />
          ))}
        </div>
      </Radio.Group>
      {wish.shows === "rows" && (
        <NumberInput
          label={say.rows}
          w={120}
          ml={28}
          mt={4}
          min={1}
          max={1000}
          value={wish.rows}
          onChange={(rows) => onChange({ rows: typeof rows === "number" ? rows : FIRST.rows })}
        />
      )}
      <Checkbox
        mt={12}
        label={say.scripts}
        description={scriptsHelp(wish)}
        checked={wish.scripts}
        onChange={(event) => onChange({ scripts: event.currentTarget.checked })}
      />
      <Checkbox
        mt={12}
        label={say.comments}
        description={wish.scope === "edit" ? `${say.commentsHelp} ${say.editsComments}` : say.commentsHelp}
        checked={wish.comments}
        onChange={(event) => onChange({ comments: event.currentTarget.checked })}
      />
      <p className="share-quiet">{say.never}</p>
    </div>
  );
}

function scriptsHelp({ scope, scripts }: Wish): string | undefined {
  if (scope === "edit" && scripts) return say.editsScripts;
  return scope === "fork" && !scripts ? say.scriptsCopy : undefined;
}

function Ends({ wish, onChange }: Part) {
  return (
    <Select
      label={say.ends}
      allowDeselect={false}
      data={Object.entries(say.days).map(([value, label]) => ({ value, label }))}
      value={wish.days}
      onChange={(days) => onChange({ days: days ?? FIRST.days })}
    />
  );
}

function More({ wish, onChange }: Part) {
  return (
    <details className="share-more">
      <summary>{say.more}</summary>
      <Checkbox
        label={say.preview}
        description={say.previewHelp}
        checked={wish.preview}
        onChange={(event) => onChange({ preview: event.currentTarget.checked })}
      />
      <Textarea
        label={say.embed}
        description={wish.scope === "edit" ? `${say.embedHelp} ${say.editsFramed}` : say.embedHelp}
        autosize
        minRows={2}
        value={wish.origins}
        onChange={(event) => onChange({ origins: event.currentTarget.value })}
      />
    </details>
  );
}
