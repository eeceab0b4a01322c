/** The small picture of a card: of what flows out of it, else of what its learner does, else its icon. */

import { memo } from "react";
import type { LearnerIcon, Module, Thumbnail } from "../api/apiTypes";
import { ModuleIcon } from "../ui/ModuleIcon";
import { THUMBNAIL_HEIGHT, THUMBNAIL_WIDTH, ThumbnailPicture } from "../ui/ThumbnailPicture";
import "./card.css";

interface Props {
  glance: Thumbnail | null;
  module: Module | undefined;
  width?: number;
  height?: number;
  /** Of the icon. */
  icon?: number;
}

export function CardPicture({ glance, module, width = THUMBNAIL_WIDTH, height = THUMBNAIL_HEIGHT, icon = 24 }: Props) {
  if (glance) return <ThumbnailPicture glance={glance} width={width} height={height} />;
  if (module?.sketch) return <LearnerSketch sketch={module.sketch} width={width} height={height} />;
  return <ModuleIcon name={module?.icon} size={icon} />;
}

const LearnerSketch = memo(function LearnerSketch({ sketch, width, height }: SketchProps) {
  return (
    <svg
      className="learner-sketch"
      data-picture
      width={width}
      height={height}
      viewBox={`0 0 ${THUMBNAIL_WIDTH} ${THUMBNAIL_HEIGHT}`}
      aria-hidden="true"
    >
      <path d={sketch.solid} />
      {sketch.dashed && <path className="learner-dashed" d={sketch.dashed} />}
    </svg>
  );
});

interface SketchProps {
  sketch: LearnerIcon;
  width: number;
  height: number;
}
