/** Turns the live sample on and off, and says what it is doing. */

import { IconFlask, IconFlaskOff } from "@tabler/icons-react";
import { hasRole } from "../../api/permissions";
import { previewTexts as texts } from "../../messages/analysisTexts";
import { togglePreview, usePreview } from "../../stores/previewStore";
import "./preview.css";

export function PreviewToggle() {
  const on = usePreview((store) => store.on);
  const state = usePreview((store) => store.state);
  if (!hasRole("runner")) return null;
  const Icon = on ? IconFlask : IconFlaskOff;
  const doing = on && state === "busy" ? texts.busy : on && state === "paused" ? texts.paused : "";
  return (
    <button
      type="button"
      className={`sample-toggle${doing ? " sample-busy" : ""}`}
      aria-pressed={on}
      title={doing ? `${texts.help} ${doing}.` : texts.help}
      onClick={togglePreview}
    >
      <Icon size={15} stroke={1.6} aria-hidden="true" />
      {texts.name}
      <span className="sample-state">{on ? "on" : "off"}</span>
    </button>
  );
}
