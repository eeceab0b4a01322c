/** Save the canvas as a picture: as SVG, or as PNG that opens as a design again. */

import { IconPhoto, IconPhotoDown } from "@tabler/icons-react";
import { type Action, hasNodes } from "../ui/actions/action";
import { shareActionNames } from "./shareActionNames";

const loadPictures = () => import("../stores/designPictures");

export const savePngAction: Action = {
  id: "savePng",
  name: shareActionNames.png,
  group: "design",
  membersOnly: true,
  icon: IconPhotoDown,
  isEnabled: hasNodes,
  perform: () => loadPictures().then((loaded) => loaded.savePng()),
};

export const saveSvgAction: Action = {
  id: "saveSvg",
  name: shareActionNames.svg,
  group: "design",
  membersOnly: true,
  icon: IconPhoto,
  isEnabled: hasNodes,
  perform: () => loadPictures().then((loaded) => loaded.saveSvg()),
};
