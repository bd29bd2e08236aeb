import { useEffect, useRef, useState } from "preact/hooks";
import { api, pages, type Plan, type PlanInstallment, type PlotCard as Card } from "../api";
import { formatArea, kAreaUnits, type AreaUnit } from "../area";
import { formatBasisPoints } from "../money";
import { hasWord, locale, t, tOr } from "../i18n";
import { memory } from "../memory";
import { Fact, Facts, Money, Skeleton, StatusPill } from "../ui/parts";
import { Problem } from "../ui/problem";
import { facingOf, isCorner, similar } from "./filters";
import { sides, type Shape } from "./geometry";
import { HoldForm } from "./hold_form";
import type { MapStore } from "./store";

const kFeet = 0.3048;

function Dimensions({ shape }: { shape: Shape }) {
  const lengths = sides(shape.ring);
  if (lengths.length < 3 || lengths.length > 6) return null;
  const one = new Intl.NumberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <Fact name={t("plot.sides")}>
      <span class="num">{lengths.map((m) => one.format(m / kFeet)).join(" × ")} {t("unit.ft")}</span>
      <span class="muted num block">{lengths.map((m) => one.format(m)).join(" × ")} {t("unit.m")}</span>
    </Fact>
  );
}

function PlotFacts({ shape, card, unit }: { shape: Shape; card: Card; unit: AreaUnit }) {
  const number = (text: string) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(Number(text));
  const others = [...kAreaUnits.filter((u) => u !== unit), "gunta", "cent"] as const;
  const attributes = Object.entries(card.plot.attributes).filter(([k, v]) => k !== "facing" && k !== "corner" && hasWord(`attribute.${k}`) && v !== false && v !== null && v !== "");
  return (
    <Facts>
      <Fact name={t("plot.area")}>
        <b class="num">{formatArea(shape.areaMm2, unit, locale())} {t(`unit.${unit}`)}</b>
        <span class="muted num block">{others.map((u) => `${number(card.plot.areas[u])} ${t(`unit.${u}`)}`).join(" · ")}</span>
      </Fact>
      <Dimensions shape={shape} />
      {shape.block && <Fact name={t("attribute.block")}>{shape.block}</Fact>}
      {facingOf(shape) && <Fact name={t("attribute.facing")}>{tOr("facing", facingOf(shape))}</Fact>}
      {isCorner(shape) && <Fact name={t("attribute.corner")}>{t("yes")}</Fact>}
      {attributes.map(([k, v]) => <Fact key={k} name={tOr("attribute", k)}>{v === true ? t("yes") : String(v)}</Fact>)}
    </Facts>
  );
}

/** Which plot a line of the price is of, where there are several. */
export function PlotOf({ plot, among }: { plot: string | undefined; among: { plot?: string }[] }) {
  return plot !== undefined && among.some((line) => line.plot !== plot) ? <small class="muted block">{t("plot.named", { no: plot })}</small> : null;
}

export function PriceTable({ price }: { price: NonNullable<Card["price"]> }) {
  return (
    <table class="sums">
      <caption class="sr-only">{t("price.title")}</caption>
      <thead><tr><th scope="col">{t("price.head")}</th><th scope="col" class="right">{t("price.amount")}</th><th scope="col" class="right">{t("price.gst")}</th></tr></thead>
      <tbody>
        {price.lines.map((line, n) => (
          <tr key={n}>
            <th scope="row">{tOr("head", line.head)}<PlotOf plot={line.plot} among={price.lines} /></th>
            <td class="right"><Money value={line.amount} /></td>
            <td class="right"><Money value={line.tax} />{line.tax_basis_points > 0 && <small class="muted block">{formatBasisPoints(line.tax_basis_points, locale())}</small>}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr class="total"><th scope="row">{t("price.total")}</th><td colSpan={2} class="right"><Money value={price.total} /></td></tr>
        <tr><th scope="row">{t("price.token")}</th><td colSpan={2} class="right"><Money value={price.token} /></td></tr>
      </tfoot>
    </table>
  );
}

/** The catalogue's word for a plan, else the project's own title for it. */
export const planName = (plan: Plan): string => tOr("plan", plan.title || plan.name);

const dueText = (part: PlanInstallment): string =>
  part.milestone ? t("plan.at_milestone", { milestone: tOr("milestone", part.milestone) }) : part.due_in_days ? t("plan.in_days", { n: part.due_in_days }) : t("plan.now");

/** A plan's parts: when, and how much. */
export function PlanTable({ plan }: { plan: Plan }) {
  return (
    <table class="sums" data-plan={plan.name}>
      <caption class="sr-only">{t("plan.title", { name: planName(plan) })}</caption>
      <tbody>
        {plan.installments.map((part, n) => (
          <tr key={n}>
            <th scope="row">{tOr("installment", part.label)}<small class="muted block">{dueText(part)}</small></th>
            <td class="right"><Money value={part.amount} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Plans({ plans }: { plans: Plan[] }) {
  return (
    <>
      {plans.map((plan) => (
        <details class="plan" key={plan.name}><summary>{t("plan.title", { name: planName(plan) })}</summary><PlanTable plan={plan} /></details>
      ))}
    </>
  );
}

interface CardProps {
  store: MapStore; projectId: string; shape: Shape; unit: AreaUnit; wantsHold: boolean;
  onOpen: (shape: Shape) => void; onClose: () => void;
}

/** One plot in full: what it is, what it costs, and the way to hold it. Follows the plot's status while open. */
export function PlotCard({ store, projectId, shape, unit, wantsHold, onOpen, onClose }: CardProps) {
  const [card, setCard] = useState<Card | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [opened, setOpened] = useState(store.letter(shape));
  const [refused, setRefused] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  void store.statuses.value;
  const letter = store.letter(shape);

  const load = () => { setProblem(null); api.plot(projectId, shape.id).then(({ body }) => setCard(body), setProblem); };
  useEffect(() => {
    setCard(null);
    setOpened(store.letter(shape));
    setRefused(false);
    load();
    if (!wantsHold) title.current?.focus();
  }, [shape]);
  useEffect(() => { if (letter === "a") setOpened("a"); }, [letter]);

  const free = letter === "a" && !refused;
  const taken = refused || (opened === "a" && letter !== "a");
  const mine = memory.holds().find((h) => h.project === projectId && h.plots.includes(shape.id));
  return (
    <section class="card" aria-labelledby="card-title" data-card={shape.id}>
      <header class="card-head">
        <h2 id="card-title" ref={title} tabIndex={-1}>{t("plot.named", { no: shape.no })}</h2>
        <StatusPill status={letter} />
        <button type="button" class="quiet icon" aria-label={t("close")} onClick={onClose}><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" /></svg></button>
      </header>
      {mine && letter === "h"
        ? <div class="notice good"><p>{t("card.yours")}</p><p><a class="button primary" href={pages.hold(mine.hold)}>{t("card.continue")}</a></p></div>
        : taken && <div class="notice warn" role="alert" data-taken><h3>{t("card.taken")}</h3><p>{t("card.taken_more")}</p></div>}
      {!free && !mine && <Similar store={store} shape={shape} unit={unit} onOpen={onOpen} explain={!taken} />}
      {problem !== null && <Problem problem={problem} onRetry={load} />}
      {!card && problem === null && <Skeleton lines={7} label={t("loading")} />}
      {card && (
        <>
          <PlotFacts shape={shape} card={card} unit={unit} />
          {card.price ? <><h3>{t("price.title")}</h3><PriceTable price={card.price} /></> : <p class="muted">{t("price.none")}</p>}
          <Plans plans={card.plans} />
          {free && card.price && <HoldForm key={shape.id} project={projectId} plot={shape.id} focusFirst={wantsHold} onTaken={() => setRefused(true)} />}
        </>
      )}
    </section>
  );
}

function Similar({ store, shape, unit, onOpen, explain }: { store: MapStore; shape: Shape; unit: AreaUnit; onOpen: (s: Shape) => void; explain: boolean }) {
  const others = similar(store.shapes.value, shape, (s) => store.letter(s));
  return (
    <>
      {explain && <p class="muted">{t(`status_means.${store.letter(shape)}`)}</p>}
      {others.length > 0 && (
        <div class="similar">
          <h3>{t("card.similar")}</h3>
          <ul>{others.map((s) => (
            <li key={s.id}><button type="button" class="chip" onClick={() => onOpen(s)}><b>{s.no}</b><span class="num">{formatArea(s.areaMm2, unit, locale())} {t(`unit.${unit}`)}</span></button></li>
          ))}</ul>
        </div>
      )}
    </>
  );
}
