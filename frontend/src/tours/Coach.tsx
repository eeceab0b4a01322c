/** The small panel of a tour: its steps tick themselves off; what to use next is marked on the page. */

import { ActionIcon, Button } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconCircle, IconCircleCheck, IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { beginTour } from "../actions/takeTour";
import { onboarding } from "../messages/onboarding";
import { openCategories, useOpenCategories } from "../panels/PaletteRows";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { doneOf, LASTING, type Seen, type Target, TOURS } from "./steps";
import { foldTour, leaveTour, rememberSeen, restartTour, useTour } from "./store";
import "./tours.css";

const say = onboarding.tours;

export default function Coach() {
  const { active, folded, seen: before } = useTour();
  const seen = useSeen();
  const tour = active ?? "first";
  const done = seen ? doneOf(tour, seen, before) : [];
  const steps = TOURS[tour];
  const next = steps.find(({ id }) => !done.includes(id));
  useEffect(() => rememberSeen(done.filter((id) => LASTING.includes(id))));
  const target = seen && next && !folded ? next.target(seen) : null;
  useHighlight(target);
  if (!active || !seen) return null;
  const [title, how] = next ? say.steps[next.id]! : [say[tour], say.finished[tour]];
  return (
    <section className="coach" aria-label={say.label(say[tour])}>
      <header>
        <h2>{say[tour]}</h2>
        <span className="coach-count">{say.progress(done.length, steps.length)}</span>
        <ActionIcon size={26} aria-label={folded ? say.unfold : say.fold} onClick={() => foldTour(!folded)}>
          {folded ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
        </ActionIcon>
        <ActionIcon size={26} aria-label={say.leave} onClick={leaveTour}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <p className="coach-said" role="status">
        {next ? `${say.next}: ${title}. ${how}` : how}
      </p>
      {!folded && (
        <>
          <ol>
            {steps.map(({ id }) => (
              <Step key={id} id={id} done={done.includes(id)} now={id === next?.id} />
            ))}
          </ol>
          <footer>
            {target && (
              <Button size="compact-sm" variant="default" onClick={() => void goTo(target)}>
                {say.show}
              </Button>
            )}
            {!next && tour === "first" && (
              <Button size="compact-sm" onClick={() => void beginTour("result")}>
                {say.other}
              </Button>
            )}
            {!next && (
              <Button size="compact-sm" variant="default" onClick={restartTour}>
                {say.again}
              </Button>
            )}
          </footer>
        </>
      )}
    </section>
  );
}

function Step({ id, done, now }: { id: string; done: boolean; now: boolean }) {
  const Icon = done ? IconCircleCheck : IconCircle;
  return (
    <li className={done ? "coach-done" : now ? "coach-now" : ""} aria-current={now ? "step" : undefined}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <span>
        {say.steps[id]![0]}
        {done && <span className="coach-hidden">, {say.done}</span>}
        {now && <span className="coach-how">{say.steps[id]![1]}</span>}
      </span>
    </li>
  );
}

/** What the tour looks at; null while no design is open. */
function useSeen(): Seen | null {
  const design = useDesign((store) => store.document);
  const modules = useLibrary((library) => library.modules);
  const steps = useRun((store) => store.steps);
  const result = useUi((ui) => ui.result);
  return useMemo(() => {
    if (!design) return null;
    const states = Object.fromEntries(Object.entries(steps).map(([node, { state }]) => [node, state]));
    return { design, modules, states, result };
  }, [design, modules, steps, result]);
}

const selectorOf = (target: Target): string =>
  "module" in target ? `.module-row[data-module="${target.module}"]` : target.selector;

const MARK = "coach-target";
const LOOK_AGAIN = 400;

/** Marks the thing to use, as soon as it is on the page. It blocks nothing. */
function useHighlight(target: Target | null): void {
  const selector = target ? selectorOf(target) : null;
  const [found, setFound] = useState<Element | null>(null);
  useEffect(() => {
    if (!selector) return setFound(null);
    const look = () => setFound(document.querySelector(selector));
    look();
    const timer = setInterval(look, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [selector]);
  useEffect(() => {
    found?.classList.add(MARK);
    return () => found?.classList.remove(MARK);
  }, [found]);
}

/** Go there: open the category of a module, and give the focus. */
async function goTo(target: Target): Promise<void> {
  if ("module" in target) {
    useUi.setState({ palette: true });
    const category = useLibrary.getState().modules.get(target.module)?.category;
    const open = useOpenCategories.getState();
    if (category && !open.includes(category)) openCategories([...open, category]);
    await new Promise(requestAnimationFrame);
  }
  const element = document.querySelector<HTMLElement>(selectorOf(target));
  element?.scrollIntoView({ block: "nearest" });
  element?.focus();
}
