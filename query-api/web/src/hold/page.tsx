import { useEffect, useRef, useState } from "preact/hooks";
import { api, pages, type Hold, type PlotCard, type Quote } from "../api";
import { formatArea } from "../area";
import { checkoutAddress } from "../gateway";
import { Intention } from "../http";
import { lang, locale, t } from "../i18n";
import { PriceTable } from "../map/card";
import { memory } from "../memory";
import { formatTime } from "../time";
import { Fact, Facts, Money, Skeleton } from "../ui/parts";
import { kindOf, Problem } from "../ui/problem";
import { Shell } from "../ui/shell";
import { CheckoutForm } from "./checkout_form";
import { Countdown } from "./countdown";
import { DeclaredHold, isDeclared } from "./declared";
import { Booked, Ended, Orphaned, Waiting } from "./outcome";
import { Steps, type StepName } from "./steps";
import { useHold, type HoldView } from "./use_hold";

function stepOf(hold: Hold, paid: boolean): StepName {
  if (hold.state === "booked") return "booked";
  return paid || hold.order || isDeclared(hold) || hold.state === "confirming" ? "pay" : "details";
}

export function HoldPage({ hold: id }: { hold: string }) {
  const view = useHold(id);
  const [cards, setCards] = useState<PlotCard[]>([]);
  const [quote, setQuote] = useState<Quote | null>(null);
  const { hold } = view;
  const body = useRef<HTMLElement>(null);
  const plots = hold?.plots.join("\n");
  useEffect(() => {
    if (hold) Promise.all(hold.plots.map((p) => api.plot(hold.project, p).then((a) => a.body))).then(setCards, () => undefined);
    if (hold) api.quote(hold.project, hold.plots).then((a) => setQuote(a.body), () => undefined);
  }, [plots]);
  useEffect(() => { if (hold?.state === "booked") body.current?.querySelector<HTMLElement>(".outcome h2")?.focus(); }, [hold?.state]);

  const names = cards.map((c) => c.plot.no).join(", ");
  const title = names ? t("plot.named", { no: names }) : t("hold.page");
  return (
    <Shell title={title} heading={<h1>{title}</h1>}>
      <main id="main" class="page" ref={body} data-hold-state={hold?.state}>
        {hold === null && view.problem === null && <Skeleton lines={8} label={t("loading")} />}
        {hold === null && view.problem !== null && (kindOf(view.problem) === "not-found" ? <NotHere id={id} /> : <Problem problem={view.problem} reference={id} onRetry={() => void view.refresh()} />)}
        {hold && (
          <>
            {(hold.state === "held" || hold.state === "confirming" || hold.state === "booked") && <Steps at={stepOf(hold, view.paid)} />}
            <div class="columns">
              <div class="main-column"><State view={view} hold={hold} quote={quote} /></div>
              <Summary hold={hold} cards={cards} quote={quote} />
            </div>
            <p class={view.stale ? "as-of stale" : "as-of"}>{view.stale && t("stale")} {t("as_of", { time: formatTime(view.heardAt, locale()), position: hold.position })}</p>
          </>
        )}
      </main>
    </Shell>
  );
}

function NotHere({ id }: { id: string }) {
  return (
    <section class="notice warn" data-problem="not-here">
      <h2>{t("not_here.title")}</h2>
      <p>{t("not_here.why")}</p>
      <p>{t("not_here.todo")}</p>
      <p class="ids"><span class="muted">{t("problem.reference")}</span> <code>{id}</code></p>
      <p><a href="/">{t("nowhere.back")}</a></p>
    </section>
  );
}

function State({ view, hold, quote }: { view: HoldView; hold: Hold; quote: Quote | null }) {
  switch (hold.state) {
    case "booked": return <Booked hold={hold} />;
    case "orphaned": return <Orphaned hold={hold} />;
    case "expired": return <Ended hold={hold} state="expired" />;
    case "released": return <Ended hold={hold} state="released" />;
    case "confirming": return <Waiting hold={hold} late />;
    case "held": return <Held view={view} hold={hold} quote={quote} />;
  }
}

function Held({ view, hold, quote }: { view: HoldView; hold: Hold; quote: Quote | null }) {
  if (isDeclared(hold)) return <DeclaredHold hold={hold} />;
  if (view.paid) {
    return <><Waiting hold={hold} late={false} />{view.callbackProblem !== null && <Problem problem={view.callbackProblem} reference={hold.hold_id} />}</>;
  }
  return (
    <>
      <HoldClock view={view} hold={hold} />
      {(view.back === "failed" || view.back === "closed") && (
        <div class="notice warn" role="alert" data-back={view.back}><h2>{t(`${view.back}.title`)}</h2><p>{t(`${view.back}.money`)}</p><p>{t(`${view.back}.todo`)}</p></div>
      )}
      {hold.order && hold.order.state !== "closed" ? <OpenOrder hold={hold} />
        : quote ? <CheckoutForm hold={hold} quote={quote} onRefresh={() => void view.refresh()} />
        : <Skeleton lines={6} label={t("loading")} />}
    </>
  );
}

function HoldClock({ view, hold }: { view: HoldView; hold: Hold }) {
  const [problem, setProblem] = useState<unknown>(null);
  const [asking, setAsking] = useState(false);
  const extend = useRef(new Intention());
  const release = useRef(new Intention());
  const token = memory.token(hold.hold_id);

  const act = async (intention: Intention, call: (key: string) => Promise<unknown>) => {
    setProblem(null);
    try {
      await call(intention.keyFor(hold.hold_id + hold.expires_at));
      intention.decided();
    } catch (caught) {
      intention.failed(caught);
      setProblem(caught);
    }
    await view.refresh();
  };
  const mayExtend = !hold.extended && Date.parse(hold.expires_at) < Date.parse(hold.extendable_until);
  return (
    <section class="panel clock-panel" aria-label={t("countdown.title")}>
      <div><h2>{t("countdown.title")}</h2><Countdown until={hold.expires_at} onEnd={() => void view.refresh()} /></div>
      <div class="actions">
        {mayExtend && <button type="button" data-action="extend" onClick={() => void act(extend.current, (key) => api.extend(hold.hold_id, token, key))}>{t("hold.extend")}</button>}
        {!hold.order && !asking && <button type="button" class="quiet" data-action="release" onClick={() => setAsking(true)}>{t("hold.release")}</button>}
        {asking && (
          <span class="ask" role="group" aria-label={t("hold.release_sure")}>
            <span>{t("hold.release_sure")}</span>
            <button type="button" class="danger" data-action="release-yes" onClick={() => void act(release.current, (key) => api.release(hold.hold_id, token, key))}>{t("hold.release_yes")}</button>
            <button type="button" class="quiet" onClick={() => setAsking(false)}>{t("hold.release_no")}</button>
          </span>
        )}
      </div>
      {problem !== null && <Problem problem={problem} reference={hold.hold_id} />}
    </section>
  );
}

/** A payment was begun: one order, the same one for every tab and every press. */
function OpenOrder({ hold }: { hold: Hold }) {
  const order = hold.order!;
  const address = checkoutAddress(order.checkout_url, location.origin, pages.hold(hold.hold_id), lang.value);
  return (
    <section class="panel" data-open-order={order.order_id}>
      <h2>{t("order.title")}</h2>
      <p>{t("order.same")}</p>
      <Facts>
        <Fact name={t("order.amount")}><Money value={order.amount} /></Fact>
        <Fact name={t("order.id")}><code>{order.order_id}</code></Fact>
      </Facts>
      {address && <p class="actions"><a class="button primary" href={address} data-action="resume">{t("order.go")}</a></p>}
    </section>
  );
}

const isBeingFilled = (hold: Hold): boolean => hold.state === "held" && (!hold.order || hold.order.state === "closed") && !isDeclared(hold);

function Summary({ hold, cards, quote }: { hold: Hold; cards: PlotCard[]; quote: Quote | null }) {
  const price = isBeingFilled(hold) ? null : quote?.price; // the form shows it itself
  return (
    <aside class="panel summary" aria-label={t("summary.title")}>
      <h2>{t("summary.title")}</h2>
      {cards.map((card) => (
        <div class="summary-plot" key={card.plot.id}>
          <p><a href={pages.project(hold.project, card.plot.id)}><b>{card.plot.block ? t("plot.in_block", { no: card.plot.no, block: card.plot.block }) : t("plot.named", { no: card.plot.no })}</b></a>
            <span class="muted num block">{formatArea(card.plot.area_mm2, "sq_ft", locale())} {t("unit.sq_ft")} · {formatArea(card.plot.area_mm2, "sq_yd", locale())} {t("unit.sq_yd")}</span></p>
        </div>
      ))}
      {price && hold.total?.paise === price.total.paise ? <PriceTable price={price} /> : hold.total && <Facts><Fact name={t("price.total")}><Money value={hold.total} /></Fact></Facts>}
      <p class="ids"><span class="muted">{t("hold.id")}</span> <code>{hold.hold_id}</code></p>
    </aside>
  );
}
