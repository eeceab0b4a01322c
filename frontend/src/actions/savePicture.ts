/** Save the canvas as a picture: as SVG, or as PNG that opens as a design again. */

import { IconPhoto, IconPhotoDown } from "@tabler/icons-react";
import { type Action, hasNodes } from "../ui/actions/action";
import { shareActionNames } from "./shareActionNames";

const loadPictures = () => import("../stores/designPictures");

export const savePngAction: Action = {
  id: "savePng",
  name: shareActionNames.png,
  group: "design",
  order: 690,
  menus: { design: 220 },
  membersOnly: true,
  icon: IconPhotoDown,
  isEnabled: hasNodes,
  perform: () => loadPictures().then((loaded) => loaded.savePng()),
};

export const saveSvgAction: Action = {
  id: "saveSvg",
  name: shareActionNames.svg,
  group: "design",
  order: 700,
  menus: { design: 225 },
  membersOnly: true,
  icon: IconPhoto,
  isEnabled: hasNodes,
  perform: () => loadPictures().then((loaded) => loaded.saveSvg()),
};
