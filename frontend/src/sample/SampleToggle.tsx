/** Turns the live sample on and off, and says what it is doing. */

import { IconFlask, IconFlaskOff } from "@tabler/icons-react";
import { may } from "../api/may";
import { sampleText as say } from "../messages/knowing";
import { toggleSample, useSample } from "./store";
import "./sample.css";

export function SampleToggle() {
  const on = useSample((store) => store.on);
  const state = useSample((store) => store.state);
  if (!may("runner")) return null;
  const Icon = on ? IconFlask : IconFlaskOff;
  const doing = on && state === "busy" ? say.busy : on && state === "paused" ? say.paused : "";
  return (
    <button
      type="button"
      className={`sample-toggle${doing ? " sample-busy" : ""}`}
      aria-pressed={on}
      title={doing ? `${say.help} ${doing}.` : say.help}
      onClick={toggleSample}
    >
      <Icon size={15} stroke={1.6} aria-hidden="true" />
      {say.name}
      <span className="sample-state">{on ? "on" : "off"}</span>
    </button>
  );
}
