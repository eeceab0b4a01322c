/** Mantine in our tokens, and the switch between light and dark. */

import type { MenuProps, ModalProps, PopoverProps } from "@mantine/core";
import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorScheme,
  type MantineColorsTuple,
} from "@mantine/core";
import { appTexts } from "../messages/appTexts";

const repeatColor = (value: string): MantineColorsTuple => Array(10).fill(value) as unknown as MantineColorsTuple;

const popoverDefaults = { shadow: "md", radius: 8, transitionProps: { duration: 140 } } satisfies Partial<PopoverProps>;

// A menu holds its items and nothing else: the first of them has the focus.
const menuDefaults: Partial<MenuProps> = { ...popoverDefaults, withInitialFocusPlaceholder: false };

// Locking the scroll would inject a style that the content security policy refuses; our pages do not scroll anyway.
const modalDefaults: Partial<ModalProps> = {
  lockScroll: false,
  radius: 8,
  transitionProps: { duration: 140 },
  closeButtonProps: { "aria-label": appTexts.close },
  // It is no banner of the page.
  attributes: { header: { role: "presentation" } },
};

export const mantineTheme = createTheme({
  fontFamily: "var(--sans)",
  fontFamilyMonospace: "var(--mono)",
  headings: { fontFamily: "var(--serif)", fontWeight: "600" },
  primaryColor: "pen",
  colors: { pen: repeatColor("var(--pen)"), red: repeatColor("var(--red)") },
  white: "#FFFEFB",
  black: "#221E17",
  defaultRadius: 5,
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "15px", xl: "17px" },
  focusRing: "auto",
  respectReducedMotion: true,
  // Plain values: naming the parts themselves would bring dialogs and menus into the first load.
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Button: { defaultProps: { size: "compact-md" } },
    Menu: { defaultProps: menuDefaults },
    Popover: { defaultProps: popoverDefaults },
    Modal: { defaultProps: modalDefaults },
  },
});

const themeVariables = {
  "--mantine-color-body": "var(--paper)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-default": "var(--card)",
  "--mantine-color-default-hover": "var(--well)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--hairline-strong)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-error": "var(--red)",
  "--mantine-color-anchor": "var(--pen-text)",
  "--mantine-primary-color-filled": "var(--pen)",
  "--mantine-primary-color-filled-hover": "var(--pen-hover)",
  "--mantine-primary-color-light": "var(--pen-wash)",
  "--mantine-primary-color-light-hover": "var(--pen-wash)",
  "--mantine-primary-color-light-color": "var(--pen-text)",
  "--mantine-primary-color-contrast": "var(--on-pen)",
  "--mantine-color-pen-filled": "var(--pen)",
  "--mantine-color-pen-filled-hover": "var(--pen-hover)",
  "--mantine-color-pen-light": "var(--pen-wash)",
  "--mantine-color-pen-light-hover": "var(--pen-wash)",
  "--mantine-color-pen-light-color": "var(--pen-text)",
  "--mantine-color-pen-outline": "var(--pen-text)",
  "--mantine-color-red-filled": "var(--red-filled)",
  "--mantine-color-red-filled-hover": "var(--red-filled-hover)",
  "--mantine-color-gray-light-hover": "var(--well)",
  "--mantine-color-gray-light-color": "var(--ink-2)",
  "--mantine-shadow-md": "var(--shadow-2)",
  "--mantine-shadow-xl": "var(--shadow-3)",
};

export const resolveCssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: themeVariables,
  dark: themeVariables,
});

type ThemeSetter = (scheme: MantineColorScheme) => void;
let setMantineTheme: ThemeSetter | null = null;

/** Mantine's own setter, which only components can get at. */
export function bindTheme(setter: ThemeSetter): void {
  setMantineTheme = setter;
}

export function switchTheme(): void {
  const dark = document.documentElement.dataset.mantineColorScheme === "dark";
  setMantineTheme?.(dark ? "light" : "dark");
}
