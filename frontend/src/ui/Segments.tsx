/** One of a few, side by side. */

import { SegmentedControl, type SegmentedControlProps } from "@mantine/core";
import "./segments.css";

export function SegmentedSwitch<Value extends string>(props: SegmentedControlProps<Value>) {
  return <SegmentedControl radius={5} transitionDuration={140} {...props} className="segments" />;
}
