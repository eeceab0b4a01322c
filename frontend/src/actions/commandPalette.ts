/** Opens the command palette, which is loaded when it is first asked for. */

import { createSpotlight } from "@mantine/spotlight";

export const [paletteStore, palette] = createSpotlight();

export const openPalette = (): void => palette.open();
