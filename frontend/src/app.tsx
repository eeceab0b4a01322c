/** The pages of the app by their paths, inside what all of them share. */

import { MantineProvider, useMantineColorScheme } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense, useEffect, useState } from "react";
import type { Admission } from "./api/admission";
import { queryClient } from "./api/queries";
import { inTeam } from "./api/team";
import { TipHost } from "./components/TipHost";
import { ErrorBoundary } from "./ErrorBoundary";
import { later } from "./later";
import { text } from "./messages/en";
import { usePath } from "./navigation";
import { useSaid } from "./notify";
import { EntryPage } from "./pages/EntryPage";
import { TO_SAY, useReadiness } from "./pages/readiness";
import { Message } from "./panels/Message";
import { useUi } from "./stores/ui";
import { bindTheme, cssVariables, theme } from "./theme";

const HomePage = later(() => import("./pages/HomePage").then((module) => ({ default: module.HomePage })));
const DatasetsPage = later(() => import("./pages/DatasetsPage").then((module) => ({ default: module.DatasetsPage })));
const RunsPage = later(() => import("./pages/RunsPage").then((module) => ({ default: module.RunsPage })));
const ComparePage = later(() => import("./pages/ComparePage"));
const ConnectionsPage = later(() =>
  import("./pages/ConnectionsPage").then((module) => ({ default: module.ConnectionsPage })),
);
const SamplesPage = later(() => import("./pages/SamplesPage").then((module) => ({ default: module.SamplesPage })));
const DesignPage = later(() => import("./pages/DesignPage").then((module) => ({ default: module.DesignPage })));
const SharedPage = later(() => import("./share/SharedPage").then((module) => ({ default: module.SharedPage })));
const OpenPage = later(() => import("./pages/OpenPage"));
const NotificationsPage = later(() => import("./notifications/NotificationsPage"));
const PeoplePage = later(() => import("./people/PeoplePage"));
const CommandPalette = later(() => import("./panels/CommandPalette"));
const Notices = later(() => import("./notices"));
const Shortcuts = later(() => import("./panels/Shortcuts"));

/** Milliseconds. */
const LONG = 3_000;

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

export function App({ admission }: { admission: Admission }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
      deduplicateInlineStyles
    >
      <QueryClientProvider client={queryClient}>
        <ThemeBinding />
        <ErrorBoundary>
          <Suspense fallback={<Opening />}>
            <Entered admission={admission} />
          </Suspense>
        </ErrorBoundary>
        <Overlays />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** When it takes long, says what it waits for: the page comes by itself. */
function Opening() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const later = setTimeout(() => setLong(true), LONG);
    return () => clearTimeout(later);
  }, []);
  return <Message title={text.loading} more={long ? text.offline.waiting : undefined} />;
}

/** A share link needs no session; all else does. */
function Entered({ admission }: { admission: Admission }) {
  const shared = usePath().match(/^\/s\/([A-Za-z0-9_-]+)\/?$/)?.[1];
  if (shared) return <SharedPage key={shared} id={shared} />;
  return admission.admitted ? <Page /> : <EntryPage refusal={admission.refusal} />;
}

function Page() {
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
  if (section && inTeam) return <PeoplePage section={section[1]} />;
  if (path === "/notifications") return <NotificationsPage />;
  if (path === "/open") return <OpenPage />;
  return <Message title={text.failures.noPage} home />;
}

/** What lies over the page; each is loaded when it is first asked for, and stays. */
function Overlays() {
  useReadiness(TO_SAY, true);
  const said = useSaid();
  const commands = useWasTrue(useUi((ui) => ui.commands));
  const shortcuts = useWasTrue(useUi((ui) => ui.shortcuts));
  return (
    <Suspense fallback={null}>
      {said && <Notices />}
      {commands && <CommandPalette />}
      {shortcuts && <Shortcuts />}
      <TipHost />
    </Suspense>
  );
}

function useWasTrue(now: boolean): boolean {
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
