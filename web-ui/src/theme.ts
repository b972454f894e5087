// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type CSSVariablesResolver,
  createTheme,
  DEFAULT_THEME,
  type MantineColorsTuple,
  mergeThemeOverrides,
} from "@mantine/core";
import { useMemo } from "react";
import { useCommon } from "./i18n/common";

const teal = [...DEFAULT_THEME.colors.teal.slice(0, 8), "#087f5b", "#056146"] as unknown as MantineColorsTuple;
const orange = [...DEFAULT_THEME.colors.orange.slice(0, 9), "#bf3d0a"] as unknown as MantineColorsTuple;

// The header of a dialog is no banner of the page.
const dialog = { defaultProps: { attributes: { header: { role: "presentation" } } } };

const theme = createTheme({
  colors: { teal, orange },
  primaryColor: "teal",
  primaryShade: 8, // white text on it, and on the darkest orange, passes 4.5:1
  fontFamily: "system-ui, 'Noto Sans', 'Segoe UI', Roboto, sans-serif",
  defaultRadius: "md",
  autoContrast: true,
  respectReducedMotion: true,
});

/** The theme; buttons that show a sign alone have a name in the language spoken. */
export function useTheme() {
  const t = useCommon();
  const [close, toggle] = [t("close"), t("show_password")];
  return useMemo(() => {
    const closeButtonProps = { "aria-label": close };
    const closed = { defaultProps: { ...dialog.defaultProps, closeButtonProps } };
    return mergeThemeOverrides(theme, {
      components: {
        Modal: closed,
        Drawer: closed,
        Notification: { defaultProps: { closeButtonProps } },
        PasswordInput: { defaultProps: { visibilityToggleButtonProps: { "aria-label": toggle } } },
      },
    });
  }, [close, toggle]);
}

/** Text on pale ground, dark enough for 4.5:1: Mantine's own is not. */
const ON_PALE = {
  teal: "#056146",
  red: "#8f1616",
  orange: "#7a3300",
  yellow: "#5c4300",
  blue: "#0b4a86",
  gray: "#343a40",
  grape: "#6a1b7d",
  violet: "#4527a0",
  green: "#1b5e20",
};

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
    "--mantine-color-placeholder": "var(--mantine-color-gray-7)",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    ...Object.fromEntries(
      Object.entries(ON_PALE).flatMap(([name, text]) => [
        [`--mantine-color-${name}-light-color`, text],
        [`--mantine-color-${name}-outline`, text],
      ]),
    ),
  },
  dark: {
    "--mantine-color-dimmed": "var(--mantine-color-dark-1)",
    "--mantine-color-placeholder": "var(--mantine-color-dark-1)",
  },
});
