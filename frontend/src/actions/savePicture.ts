/** Save the canvas as a picture: as SVG, or as PNG that opens as a design again. */

import { IconPhoto, IconPhotoDown } from "@tabler/icons-react";
import { type Action, hasNodes } from "./action";
import { names } from "./shareWords";

const pictures = () => import("../share/pictures");

export const savePng: Action = {
  id: "savePng",
  name: names.png,
  group: "design",
  members: true,
  icon: IconPhotoDown,
  enabled: hasNodes,
  perform: () => pictures().then((loaded) => loaded.savePng()),
};

export const saveSvg: Action = {
  id: "saveSvg",
  name: names.svg,
  group: "design",
  members: true,
  icon: IconPhoto,
  enabled: hasNodes,
  perform: () => pictures().then((loaded) => loaded.saveSvg()),
};
