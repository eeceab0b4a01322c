/** What a new link allows and shows, in calm words. */

import { Button, Checkbox, NumberInput, PasswordInput, Radio, Select, Textarea, TextInput } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { type FormEvent, useId, useState } from "react";
import { createShareLink, type ShareLinkCreate, type ShareLinkWithToken } from "../../api/shareLinks";
import { secretTexts } from "../../messages/secretTexts";
import { sharingTexts as texts } from "../../messages/sharingTexts";
import { Refusal } from "../../ui/dialogs/Refusal";
import { SegmentedSwitch } from "../../ui/Segments";

type LinkScope = keyof typeof texts.scopes;
type LinkVisibility = keyof typeof texts.shows;

interface LinkOptions {
  name: string;
  scope: LinkScope;
  pinned: boolean;
  shows: LinkVisibility;
  rows: number;
  scripts: boolean;
  comments: boolean;
  preview: boolean;
  days: string;
  password: string;
  origins: string;
}

/** Labels that stand over a field look alike, whichever field it is. */
const LABEL = { label: "share-label" };
const INITIAL_OPTIONS: LinkOptions = {
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

const toShareLinkCreate = ({ days, password, origins, name, ...wish }: LinkOptions): ShareLinkCreate => ({
  ...wish,
  name: name.trim() || texts.nameOf(new Date()),
  days: days === "never" ? null : Number(days),
  password: password || null,
  origins: origins.split(/\s+/).filter(Boolean),
});

type ChangeOptions = (part: Partial<LinkOptions>) => void;
interface OptionsPartProps {
  options: LinkOptions;
  onChange: ChangeOptions;
}

interface Props {
  design: string;
  /** Its modules that use secrets. */
  secretive: string[];
  onMade: (made: ShareLinkWithToken) => void;
}

export function ShareForm({ design, secretive, onMade }: Props) {
  const [options, setWish] = useState(INITIAL_OPTIONS);
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const onChange: ChangeOptions = (part) => setWish((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    try {
      onMade(await createShareLink(design, toShareLinkCreate(options)));
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
          classNames={LABEL}
          label={texts.name}
          description={texts.nameHelp}
          placeholder={texts.nameOf(new Date())}
          maxLength={100}
          value={options.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <AudienceOptions options={options} onChange={onChange} />
        {options.scope === "run" && secretive.length > 0 && (
          <p className="share-quiet">{secretTexts.visitors(secretive)}</p>
        )}
        <VersionOptions options={options} onChange={onChange} />
        <ContentOptions options={options} onChange={onChange} />
        <div className="share-pair">
          <ExpiryOptions options={options} onChange={onChange} />
          <PasswordInput
            classNames={LABEL}
            label={texts.password}
            placeholder={texts.passwordNone}
            autoComplete="new-password"
            value={options.password}
            onChange={(event) => onChange({ password: event.currentTarget.value })}
          />
        </div>
        <MoreOptions options={options} onChange={onChange} />
      </div>
      <Refusal words={refusal} />
      <footer className="share-end">
        <span className="share-quiet">{texts.revocable}</span>
        <Button type="submit" loading={busy} leftSection={<IconLink size={16} stroke={1.6} />}>
          {texts.create}
        </Button>
      </footer>
    </form>
  );
}

function AudienceOptions({ options, onChange }: OptionsPartProps) {
  // Whoever edits works on the design as it is.
  const choose = (scope: string) => onChange({ scope: scope as LinkScope, ...(scope === "edit" && { pinned: false }) });
  return (
    <Radio.Group classNames={LABEL} label={texts.who} value={options.scope} onChange={choose}>
      <div className="share-cards">
        {Object.entries(texts.scopes).map(([scope, { title, help }]) => (
          <Radio key={scope} value={scope} label={title} description={help} className="share-card" />
        ))}
      </div>
    </Radio.Group>
  );
}

function VersionOptions({ options, onChange }: OptionsPartProps) {
  const label = useId();
  const data = Object.entries(texts.versions).map(([value, name]) => ({ value, label: name }));
  return (
    <div>
      <span className="share-label" id={label}>
        {texts.version}
      </span>
      <SegmentedSwitch
        fullWidth
        aria-labelledby={label}
        data={data}
        disabled={options.scope === "edit"}
        value={options.pinned ? "pinned" : "newest"}
        onChange={(value: string) => onChange({ pinned: value === "pinned" })}
      />
      {options.scope === "edit" && <p className="share-quiet">{texts.editsNewest}</p>}
    </div>
  );
}

function ContentOptions({ options, onChange }: OptionsPartProps) {
  return (
    <div>
      <Radio.Group
        classNames={LABEL}
        label={texts.includedData}
        value={options.shows}
        onChange={(shows) => onChange({ shows: shows as LinkVisibility })}
      >
        <div className="share-options">
          {Object.entries(texts.shows).map(([shows, { title, help }]) => (
            <Radio key={shows} value={shows} label={title} description={help} />
          ))}
        </div>
      </Radio.Group>
      {options.shows === "rows" && (
        <NumberInput
          classNames={LABEL}
          label={texts.rows}
          w={120}
          ml={28}
          mt={4}
          min={1}
          max={1000}
          value={options.rows}
          onChange={(rows) => onChange({ rows: typeof rows === "number" ? rows : INITIAL_OPTIONS.rows })}
        />
      )}
      <Checkbox
        mt={12}
        label={texts.scripts}
        description={getScriptsHelp(options)}
        checked={options.scripts}
        onChange={(event) => onChange({ scripts: event.currentTarget.checked })}
      />
      <Checkbox
        mt={12}
        label={texts.comments}
        description={options.scope === "edit" ? `${texts.commentsHelp} ${texts.editsComments}` : texts.commentsHelp}
        checked={options.comments}
        onChange={(event) => onChange({ comments: event.currentTarget.checked })}
      />
      <p className="share-quiet">{texts.never}</p>
    </div>
  );
}

function getScriptsHelp({ scope, scripts }: LinkOptions): string | undefined {
  if (scope === "edit" && scripts) return texts.editsScripts;
  return scope === "fork" && !scripts ? texts.scriptsCopy : undefined;
}

function ExpiryOptions({ options, onChange }: OptionsPartProps) {
  return (
    <Select
      classNames={LABEL}
      label={texts.ends}
      allowDeselect={false}
      data={Object.entries(texts.days).map(([value, label]) => ({ value, label }))}
      value={options.days}
      onChange={(days) => onChange({ days: days ?? INITIAL_OPTIONS.days })}
    />
  );
}

function MoreOptions({ options, onChange }: OptionsPartProps) {
  return (
    <details className="share-more">
      <summary>{texts.more}</summary>
      <Checkbox
        label={texts.preview}
        description={texts.previewHelp}
        checked={options.preview}
        onChange={(event) => onChange({ preview: event.currentTarget.checked })}
      />
      <Textarea
        classNames={LABEL}
        label={texts.embed}
        description={options.scope === "edit" ? `${texts.embedHelp} ${texts.editsFramed}` : texts.embedHelp}
        autosize
        minRows={2}
        value={options.origins}
        onChange={(event) => onChange({ origins: event.currentTarget.value })}
      />
    </details>
  );
}
