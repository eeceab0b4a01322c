/** The pages of the app by their paths, inside what all of them share. */

import { MantineProvider, useMantineColorScheme } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense, useEffect, useState } from "react";
import type { BrowserSession } from "./api/browserSession";
import { hasAccounts } from "./api/currentWorkspace";
import { queryClient } from "./api/queries";
import { lazyWithRetry } from "./lib/lazy";
import { usePath } from "./lib/navigation";
import { bindTheme, mantineTheme, resolveCssVariables } from "./lib/theme";
import { useHasToasts } from "./lib/toasts";
import { appTexts } from "./messages/appTexts";
import { TOAST_PARTS, usePrefetch } from "./pages/design/prefetch";
import { EntryPage } from "./pages/EntryPage";
import { useUi } from "./stores/uiStore";
import { EmptyState } from "./ui/EmptyState";
import { ErrorBoundary } from "./ui/ErrorBoundary";
import { TooltipHost } from "./ui/TooltipHost";

const HomePage = lazyWithRetry(() => import("./pages/HomePage").then((module) => ({ default: module.HomePage })));
const DatasetsPage = lazyWithRetry(() =>
  import("./pages/DatasetsPage").then((module) => ({ default: module.DatasetsPage })),
);
const RunsPage = lazyWithRetry(() => import("./pages/RunsPage").then((module) => ({ default: module.RunsPage })));
const ComparePage = lazyWithRetry(() => import("./pages/ComparePage"));
const ConnectionsPage = lazyWithRetry(() =>
  import("./pages/ConnectionsPage").then((module) => ({ default: module.ConnectionsPage })),
);
const SamplesPage = lazyWithRetry(() =>
  import("./pages/ExamplesPage").then((module) => ({ default: module.ExamplesPage })),
);
const DesignPage = lazyWithRetry(() => import("./pages/DesignPage").then((module) => ({ default: module.DesignPage })));
const SharedPage = lazyWithRetry(() => import("./pages/SharedPage").then((module) => ({ default: module.SharedPage })));
const OpenPage = lazyWithRetry(() => import("./pages/OpenPage"));
const NotificationsPage = lazyWithRetry(() => import("./pages/NotificationsPage"));
const PeoplePage = lazyWithRetry(() => import("./pages/PeoplePage"));
const CommandPalette = lazyWithRetry(() => import("./features/commandPalette/CommandPalette"));
const Notices = lazyWithRetry(() => import("./lib/ToastHost"));
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

/** A share link needs no session; all else does. */
function EnteredApp({ admission }: { admission: BrowserSession }) {
  const shared = usePath().match(/^\/s\/([A-Za-z0-9_-]+)\/?$/)?.[1];
  if (shared) return <SharedPage key={shared} id={shared} />;
  return admission.admitted ? <CurrentPage /> : <EntryPage refusal={admission.refusal} />;
}

function CurrentPage() {
  const path = usePath();
  const design = path.match(/^\/designs\/([^/]+)\/?$/)?.[1];
  if (design) return <DesignPage key={design} id={decodeURIComponent(design)} />;
  if (path === "/") return <HomePage />;
  if (path === "/datasets") return <DatasetsPage />;
  if (path === "/runs") return <RunsPage />;
  if (path === "/samples") return <SamplesPage />;
  const compared = path.match(/^\/compare\/([^/]+)$/)?.[1];
  if (compared) return <ComparePage key={compared} ids={compared.split(",")} />;
  if (path === "/connections") return <ConnectionsPage />;
  const section = path.match(/^\/people(?:\/([a-z]+))?\/?$/);
  if (section && hasAccounts) return <PeoplePage section={section[1]} />;
  if (path === "/notifications") return <NotificationsPage />;
  if (path === "/open") return <OpenPage />;
  return <EmptyState title={appTexts.failures.noPage} home />;
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

/** Hands Mantine's colour scheme setter to the action that switches it. */
function ThemeBinding() {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => bindTheme(setColorScheme), [setColorScheme]);
  return null;
}
