/** The small picture of a card: of what flows out of it, else of what its learner does, else its icon. */

import { memo } from "react";
import type { Glance, Module } from "../api/types";
import { ModuleIcon } from "./ModuleIcon";
import { HEIGHT, Plate, WIDTH } from "./Plate";
import { type Sketch, sketchOf, strokesOf } from "./sketches";

interface Props {
  glance: Glance | null;
  module: Module | undefined;
  width?: number;
  height?: number;
  /** Of the icon. */
  icon?: number;
}

export function CardPicture({ glance, module, width = WIDTH, height = HEIGHT, icon = 24 }: Props) {
  if (glance) return <Plate glance={glance} width={width} height={height} />;
  const sketch = sketchOf(module);
  if (sketch) return <LearnerSketch sketch={sketch} width={width} height={height} />;
  return <ModuleIcon name={module?.icon} size={icon} />;
}

const LearnerSketch = memo(function LearnerSketch({
  sketch,
  width,
  height,
}: {
  sketch: Sketch;
  width: number;
  height: number;
}) {
  const { solid, dashed } = strokesOf(sketch);
  return (
    <svg
      className="plate-picture learner-sketch"
      width={width}
      height={height}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path d={solid} />
      {dashed && <path className="learner-dashed" d={dashed} />}
    </svg>
  );
});
