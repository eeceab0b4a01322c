/** The small panel of a tour: its steps tick themselves off; what to use next is marked on the page. */

import { ActionIcon, Button } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconCircle, IconCircleCheck, IconX } from "@tabler/icons-react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { launchTour } from "../../actions/takeTour";
import { onboardingTexts } from "../../messages/onboardingTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { bindTour, foldTour, leaveTour, rememberSeen, restartTour, useTourStore } from "../../stores/tourStore";
import { useUi } from "../../stores/uiStore";
import { openCategories, useOpenCategories } from "../editor/palette/PaletteRows";
import { type CornerPlace, findFreeCorner } from "./freeCorner";
import { LASTING, listDoneSteps, TOURS, type TourState, type TourTarget } from "./tourSteps";
import "./tourCoach.css";

const texts = onboardingTexts.tours;

export default function TourCoach() {
  const { active, folded, seenSteps: before } = useTourStore();
  const state = useTourState();
  const tour = active ?? "first";
  const done = state ? listDoneSteps(tour, state, before) : [];
  const steps = TOURS[tour];
  const next = steps.find(({ id }) => !done.includes(id));
  useEffect(() => rememberSeen(done.filter((id) => LASTING.includes(id))));
  const target = state && next && !folded ? next.target(state) : null;
  const marked = useHighlight(target);
  useTourDesign();
  const panel = useRef<HTMLElement>(null);
  const place = useFreeCorner(panel, marked);
  if (!active || !state) return null;
  const [title, how] = next ? texts.steps[next.id]! : [texts[tour], texts.finished[tour]];
  return (
    <section ref={panel} className="coach" style={place ?? undefined} aria-label={texts.label(texts[tour])}>
      <header>
        <h2>{texts[tour]}</h2>
        <span className="coach-count">{texts.progress(done.length, steps.length)}</span>
        <ActionIcon size={26} aria-label={folded ? texts.unfold : texts.fold} onClick={() => foldTour(!folded)}>
          {folded ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
        </ActionIcon>
        <ActionIcon size={26} aria-label={texts.leave} onClick={leaveTour}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <p className="coach-said" role="status">
        {next ? `${texts.next}: ${title}. ${how}` : how}
      </p>
      {!folded && (
        <>
          <ol>
            {steps.map(({ id }) => (
              <TourStepView key={id} id={id} done={done.includes(id)} now={id === next?.id} />
            ))}
          </ol>
          <footer>
            {target && (
              <Button size="compact-sm" variant="default" onClick={() => void focusTarget(target)}>
                {texts.show}
              </Button>
            )}
            {!next && tour === "first" && (
              <Button size="compact-sm" onClick={() => void launchTour("result")}>
                {texts.other}
              </Button>
            )}
            {!next && (
              <Button size="compact-sm" variant="default" onClick={restartTour}>
                {texts.again}
              </Button>
            )}
          </footer>
        </>
      )}
    </section>
  );
}

function TourStepView({ id, done, now }: { id: string; done: boolean; now: boolean }) {
  const Icon = done ? IconCircleCheck : IconCircle;
  return (
    <li className={done ? "coach-done" : now ? "coach-now" : ""} aria-current={now ? "step" : undefined}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <span>
        {texts.steps[id]![0]}
        {done && <span className="coach-hidden">, {texts.done}</span>}
        {now && <span className="coach-how">{texts.steps[id]![1]}</span>}
      </span>
    </li>
  );
}

/** What the tour looks at; null while no design is open. */
function useTourState(): TourState | null {
  const design = useDesign((store) => store.document);
  const modules = useCatalog((library) => library.modules);
  const steps = useRun((store) => store.steps);
  const result = useUi((ui) => ui.result);
  return useMemo(() => {
    if (!design) return null;
    const states = Object.fromEntries(Object.entries(steps).map(([node, { state }]) => [node, state]));
    return { design, modules, states, result };
  }, [design, modules, steps, result]);
}

const getTargetSelector = (target: TourTarget): string =>
  "module" in target ? `.module-row[data-module="${target.module}"]` : target.selector;

const MARK = "coach-target";
const LOOK_AGAIN = 400;

/** Marks the thing to use, as soon as it is on the page. It blocks nothing. */
function useHighlight(target: TourTarget | null): Element | null {
  const selector = target ? getTargetSelector(target) : null;
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
  return found;
}

/** A tour belongs to the design that it was started in: whoever leaves that leaves the tour. */
function useTourDesign(): void {
  const open = useDesign((store) => store.id);
  const { active, design } = useTourStore();
  useEffect(() => {
    if (!active || !open) return;
    if (design === null) bindTour(open);
    else if (design !== open) leaveTour();
  }, [active, design, open]);
}

/** Where the panel covers neither what it points to nor the selected card; null for its usual corner. */
function useFreeCorner(panel: RefObject<HTMLElement | null>, marked: Element | null): CornerPlace | null {
  const [place, setPlace] = useState<CornerPlace | null>(null);
  useEffect(() => {
    const look = () => {
      const box = panel.current?.getBoundingClientRect();
      const canvas = document.querySelector(".canvas")?.getBoundingClientRect();
      if (!box || !canvas) return;
      const kept = [marked, ...document.querySelectorAll(".react-flow__node.selected, .selection-tools")];
      const boxes = kept.flatMap((one) => (one ? [one.getBoundingClientRect()] : []));
      setPlace((before) => findFreeCorner(box, canvas, boxes, before));
    };
    look();
    const timer = setInterval(look, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [panel, marked]);
  return place;
}

/** Go there: open the category of a module, and give the focus. */
async function focusTarget(target: TourTarget): Promise<void> {
  if ("module" in target) {
    useUi.setState({ paletteOpen: true });
    const category = useCatalog.getState().modules.get(target.module)?.category;
    const open = useOpenCategories.getState();
    if (category && !open.includes(category)) openCategories([...open, category]);
    await new Promise(requestAnimationFrame);
  }
  const element = document.querySelector<HTMLElement>(getTargetSelector(target));
  element?.scrollIntoView({ block: "nearest" });
  element?.focus();
}
