/** One of a few, side by side. */

import { SegmentedControl, type SegmentedControlProps } from "@mantine/core";
import "./segments.css";

const CLASSES = {
  root: "segments-root",
  indicator: "segments-indicator",
  control: "segments-control",
  label: "segments-label",
};

export function SegmentedSwitch<Value extends string>(props: SegmentedControlProps<Value>) {
  return <SegmentedControl radius={5} transitionDuration={140} {...props} classNames={CLASSES} />;
}
