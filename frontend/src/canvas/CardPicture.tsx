/** The small picture of a card: of what flows out of it, else of what its learner does, else its icon. */

import { memo } from "react";
import type { Glance, Module, Sketch } from "../api/types";
import { ModuleIcon } from "./ModuleIcon";
import { HEIGHT, Plate, WIDTH } from "./Plate";

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
  if (module?.sketch) return <LearnerSketch sketch={module.sketch} width={width} height={height} />;
  return <ModuleIcon name={module?.icon} size={icon} />;
}

const LearnerSketch = memo(function LearnerSketch({ sketch, width, height }: SketchProps) {
  return (
    <svg
      className="plate-picture learner-sketch"
      width={width}
      height={height}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path d={sketch.solid} />
      {sketch.dashed && <path className="learner-dashed" d={sketch.dashed} />}
    </svg>
  );
});

interface SketchProps {
  sketch: Sketch;
  width: number;
  height: number;
}
