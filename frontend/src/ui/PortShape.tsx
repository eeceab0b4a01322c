/** A port's type as a shape with a color: on cards, in the palette, in chips. */

import { memo } from "react";
import type { PortType } from "../api/apiTypes";

export const PORT_COLOR: Record<PortType, string> = {
  dataset: "var(--port-dataset)",
  untrained_model: "var(--port-untrained)",
  trained_model: "var(--port-trained)",
  transformation: "var(--port-transformation)",
  evaluation: "var(--port-evaluation)",
  file: "var(--port-bundle)",
  image_directory: "var(--port-bundle)",
};

export const EDGE_COLOR: Record<PortType, string> = {
  dataset: "var(--edge-dataset)",
  untrained_model: "var(--edge-model)",
  trained_model: "var(--edge-trained)",
  transformation: "var(--edge-transformation)",
  evaluation: "var(--edge-evaluation)",
  file: "var(--edge-bundle)",
  image_directory: "var(--edge-bundle)",
};

const HEXAGON = "M-2.8-5h5.6L5.6 0 2.8 5h-5.6L-5.6 0z";

/** The shapes that are a path, around their middle. */
export const PORT_PATH: Partial<Record<PortType, string>> = {
  trained_model: "M0-6L6 0 0 6-6 0z",
  transformation: "M-5.6-4.4h11.2L0 5.4z",
  file: HEXAGON,
  image_directory: `${HEXAGON}M0-2a2 2 0 1 0 0 4 2 2 0 1 0 0-4z`,
};

interface Props {
  type: PortType;
  size: number;
  /** Whether a rim in the card's color sets the shape off from the edge that ends in it. */
  rim?: boolean;
}

export const PortShape = memo(function PortShape({ type, size, rim = false }: Props) {
  const edge = { stroke: rim ? "var(--card)" : "none", strokeWidth: 2, paintOrder: "stroke" };
  return (
    <svg width={size} height={size} viewBox="-7 -7 14 14" aria-hidden="true">
      {type === "dataset" && <circle r="5" fill={PORT_COLOR[type]} {...edge} />}
      {type === "untrained_model" && (
        <>
          {rim && <path d="M0-7L7 0 0 7-7 0z" fill="var(--card)" />}
          <path d="M0-5L5 0 0 5-5 0z" fill="var(--card)" stroke={PORT_COLOR[type]} strokeWidth="2" />
        </>
      )}
      {type === "evaluation" && (
        <rect x="-4.6" y="-4.6" width="9.2" height="9.2" rx="1" fill={PORT_COLOR[type]} {...edge} />
      )}
      {PORT_PATH[type] && <path d={PORT_PATH[type]} fill={PORT_COLOR[type]} fillRule="evenodd" {...edge} />}
    </svg>
  );
});
