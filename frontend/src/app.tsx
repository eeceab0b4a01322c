/** The pages of the app by their paths, inside what all of them share. */

import { MantineProvider, useMantineColorScheme } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense, useEffect, useState } from "react";
import type { BrowserSession } from "./api/browserSession";
import { hasAccounts } from "./api/currentWorkspace";
import { queryClient } from "./api/queries";
import { lazyWithRetry } from "./lib/lazy";
import { usePath } from "./lib/navigation";
import { getPageKey } from "./lib/pageDeclaration";
import { findPage } from "./lib/pages";
import { bindTheme, mantineTheme, resolveCssVariables } from "./lib/theme";
import { useHasToasts } from "./lib/toasts";
import { appTexts } from "./messages/appTexts";
import { TOAST_PARTS, usePrefetch } from "./pages/design/prefetch";
import { EntryPage } from "./pages/EntryPage";
import { useUi } from "./stores/uiStore";
import { EmptyState } from "./ui/EmptyState";
import { ErrorBoundary } from "./ui/ErrorBoundary";
import { TooltipHost } from "./ui/TooltipHost";

const CommandPalette = lazyWithRetry(() => import("./features/commandPalette/CommandPalette"));
const Notices = lazyWithRetry(() => import("./lib/ToastHost"));
const LostPage = lazyWithRetry(() => import("./pages/LostPage"));
const Shortcuts = lazyWithRetry(() => import("./features/commandPalette/ShortcutsDialog"));

/** Milliseconds. */
const LONG = 3_000;

const getStyleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

export function App({ admission }: { admission: BrowserSession }) {
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={resolveCssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => getStyleNonce}
      deduplicateInlineStyles
    >
      <QueryClientProvider client={queryClient}>
        <ThemeBinding />
        <ErrorBoundary>
          <Suspense fallback={<OpeningScreen />}>
            <EnteredApp admission={admission} />
          </Suspense>
        </ErrorBoundary>
        <AppOverlays />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** When it takes long, says what it waits for: the page comes by itself. */
function OpeningScreen() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const later = setTimeout(() => setLong(true), LONG);
    return () => clearTimeout(later);
  }, []);
  return <EmptyState title={appTexts.loading} details={long ? appTexts.offline.waiting : undefined} />;
}

/** The page at the address, for who may see it. */
function EnteredApp({ admission }: { admission: BrowserSession }) {
  const found = findPage(usePath());
  if (!admission.admitted && found?.page.audience !== "everyone") return <EntryPage refusal={admission.refusal} />;
  if (!found || (found.page.audience === "accounts" && !hasAccounts))
    return admission.admitted ? <LostPage /> : <EmptyState title={appTexts.failures.noPage} home />;
  const { page, parameters } = found;
  return <page.Screen key={getPageKey(page, parameters)} {...parameters} />;
}

/** What lies over the page; each is loaded when it is first asked for, and stays. */
function AppOverlays() {
  usePrefetch(TOAST_PARTS, true);
  const hasToasts = useHasToasts();
  const commands = useHasBeenTrue(useUi((ui) => ui.commandsOpen));
  const shortcuts = useHasBeenTrue(useUi((ui) => ui.shortcutsOpen));
  return (
    <Suspense fallback={null}>
      {hasToasts && <Notices />}
      {commands && <CommandPalette />}
      {shortcuts && <Shortcuts />}
      <TooltipHost />
    </Suspense>
  );
}

function useHasBeenTrue(now: boolean): boolean {
  const [was, setWas] = useState(now);
  if (now && !was) setWas(true);
  return was || now;
}

/** Hands Mantine's color scheme setter to the action that switches it. */
function ThemeBinding() {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => bindTheme(setColorScheme), [setColorScheme]);
  return null;
}
