/** Personal settings: how things look, how the canvas moves, keys, and the way to all other settings. */

import { Button, Radio, Switch, useMantineColorScheme } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, Suspense } from "react";
import { showShortcutsAction } from "../actions/showShortcuts";
import { toUrl } from "../api/basePath";
import { hasAccounts } from "../api/currentWorkspace";
import { useOwnsServer } from "../api/people";
import { lazyWithRetry } from "../lib/lazy";
import { followInPage } from "../lib/navigation";
import { settingsTexts as texts } from "../messages/settingsTexts";
import { setWheelMode, useCanvasSettings, type WheelMode } from "../stores/canvasSettings";
import { togglePreview, usePreview } from "../stores/previewStore";
import { PageFrame } from "./frame/PageFrame";
import "../ui/settings.css";
import "./settingsPage.css";

const ExtraList = lazyWithRetry(() => import("../features/extras/ExtraList"));

export default function SettingsPage() {
  const isOwner = useOwnsServer();
  return (
    <PageFrame title={texts.title}>
      <div className="own-settings">
        <header className="page-head">
          <h1>{texts.title}</h1>
        </header>
        <p className="settings-about">{texts.about}</p>
        <SettingsPart title={texts.appearance}>
          <ThemeChoice />
        </SettingsPart>
        <SettingsPart title={texts.canvas}>
          <WheelChoice />
          <PreviewChoice />
        </SettingsPart>
        <SettingsPart title={texts.keys}>
          <p className="settings-note">{texts.keysHelp}</p>
          <Button variant="default" className="own-settings-button" onClick={() => void showShortcutsAction.perform()}>
            {texts.openKeys}
          </Button>
        </SettingsPart>
        <SettingsPart title={texts.more}>
          <OtherSettings />
        </SettingsPart>
        {isOwner && (
          <Suspense fallback={null}>
            <ExtraList />
          </Suspense>
        )}
      </div>
    </PageFrame>
  );
}

const SettingsPart = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="settings-part">
    <h2>{title}</h2>
    {children}
  </section>
);

type ThemeName = keyof typeof texts.themes;

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <ChoiceGroup
      label={texts.theme}
      options={texts.themes}
      chosen={colorScheme}
      onChoose={(name) => setColorScheme(name as ThemeName)}
    />
  );
}

function WheelChoice() {
  const wheel = useCanvasSettings((settings) => settings.wheel);
  return (
    <>
      <ChoiceGroup
        label={texts.wheel}
        options={texts.wheels}
        chosen={wheel}
        onChoose={(name) => setWheelMode(name as WheelMode)}
      />
      <p className="settings-note own-settings-note">{texts.space}</p>
    </>
  );
}

interface ChoiceGroupProps {
  label: string;
  options: Readonly<Record<string, string>>;
  chosen: string;
  onChoose: (name: string) => void;
}

function ChoiceGroup({ label, options, chosen, onChoose }: ChoiceGroupProps) {
  return (
    <Radio.Group label={label} value={chosen} onChange={onChoose} className="own-settings-group">
      <div className="settings-choices">
        {Object.entries(options).map(([value, name]) => (
          <Radio key={value} value={value} label={name} />
        ))}
      </div>
    </Radio.Group>
  );
}

function PreviewChoice() {
  const on = usePreview((store) => store.on);
  return (
    <Switch
      className="own-settings-group"
      label={texts.preview}
      description={texts.previewHelp}
      checked={on}
      onChange={togglePreview}
    />
  );
}

function OtherSettings() {
  const links = [
    { path: "/notifications", name: texts.notifications },
    { path: "/connections", name: texts.connections },
    ...(hasAccounts ? [{ path: "/people", name: texts.people }] : []),
  ];
  return (
    <ul className="own-settings-links">
      {links.map(({ path, name }) => (
        <li key={path}>
          <a href={toUrl(path)} onClick={followInPage}>
            {name}
            <IconChevronRight size={16} stroke={1.6} aria-hidden="true" />
          </a>
        </li>
      ))}
    </ul>
  );
}
