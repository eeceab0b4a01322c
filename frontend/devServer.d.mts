import type { Plugin, UserConfig } from "vite";

export const devServer: UserConfig["server"];
export const pagesOfTheServer: Plugin;
