import type { ComponentChildren } from "preact";
import { pages, type Booking } from "../api";
import { formatArea } from "../area";
import { locale, t, tOr } from "../i18n";
import { formatDay } from "../time";
import { CopyButton, Instant, Money } from "../ui/parts";

function Figure({ name, value, data, tone }: { name: string; value: ComponentChildren; data: string; tone?: string }) {
  return <div class={`figure ${tone ?? ""}`} data-figure={data}><dt>{name}</dt><dd>{value}</dd></div>;
}

/** Whose, which plot, what became of it, and the three answers: paid, owed, next. */
export function Top({ booking: b }: { booking: Booking }) {
  return (
    <section class="panel home-top" aria-label={t("home.summary")}>
      <div class="home-who">
        <p class="muted">{b.project_name}</p>
        <p class="home-plots">{b.plots.map((p) => <a key={p.id} href={pages.project(b.project, p.id)}>{t("plot.named", { no: p.no })} · <span class="num">{formatArea(p.area_mm2, "sq_ft", locale())} {t("unit.sq_ft")}</span></a>)}</p>
        <p class="ids"><span class="muted">{t("booking.id")}</span> <code data-booking={b.booking_id}>{b.booking_id}</code> <CopyButton text={b.booking_id} label={t("booking.copy")} />
          <span class={`pill plain book-${b.state}`} data-state={b.state}>{tOr("booking_state", b.state)}</span></p>
      </div>
      <Notices booking={b} />
      <Figures booking={b} />
      {b.state !== "cancelled" && <Progress booking={b} />}
    </section>
  );
}

function Figures({ booking: b }: { booking: Booking }) {
  const last = b.receipts[b.receipts.length - 1];
  const cancelled = b.state === "cancelled";
  return (
    <dl class="figures">
      <Figure name={t("home.paid")} value={<Money value={b.paid} />} data="paid" tone="good" />
      {!cancelled && <Figure name={t("home.outstanding")} value={<Money value={b.outstanding} />} data="outstanding" />}
      {!cancelled && <Figure name={t("home.next")} data="next" value={b.next_due
        ? <><Money value={b.next_due.amount} /><small class="muted block">{t("home.due_on", { day: formatDay(b.next_due.due_on, locale()) })}</small></>
        : <span>{t(b.outstanding.paise > 0 ? "home.nothing_due_yet" : "home.nothing_due")}</span>} />}
      {b.credit.paise > 0 && <Figure name={t("home.credit")} value={<Money value={b.credit} />} data="credit" tone="good" />}
      {b.refund_due.paise > 0 && <Figure name={t("home.refund_due")} value={<Money value={b.refund_due} />} data="refund-due" />}
      {b.refunded.paise > 0 && <Figure name={t("home.refunded")} value={<Money value={b.refunded} />} data="refunded" />}
      {last && <Figure name={t("home.last_receipt")} data="receipt" value={<span class="num receipt-no">{last.number}</span>} />}
    </dl>
  );
}

/** What is out of the ordinary: overdue, notice of default, cancelled, another name or plot. */
function Notices({ booking: b }: { booking: Booking }) {
  const c = b.cancellation;
  const lastOf = (event: string) => [...b.history].reverse().find((h) => h.event === event);
  const named = lastOf("BookingTransferred"), swapped = lastOf("PlotsSwapped");
  return (
    <>
      {b.state === "cancelled" && c && <Cancelled booking={b} by={c.by} />}
      {b.state !== "cancelled" && c?.requested && <div class="notice warn" data-notice="cancel-asked"><b>{t("cancel.asked")}</b><p>{t("cancel.asked_more")}</p></div>}
      {b.state !== "cancelled" && c?.cure_until && <div class="notice bad" data-notice="default"><b>{t("cancel.default")}</b><p>{t("cancel.cure", { day: formatDay(c.cure_until, locale()) })}</p></div>}
      {b.overdue.paise > 0 && b.state !== "cancelled" && <div class="notice warn" data-notice="overdue"><p><b>{t("home.overdue")}</b> <Money value={b.overdue} /></p><p>{t("home.overdue_more")}</p></div>}
      {named && <div class="notice good" data-notice="transferred"><p>{t("home.transferred")} <Instant at={named.at} /></p></div>}
      {swapped && <div class="notice good" data-notice="swapped"><p>{t("home.swapped")} <Instant at={swapped.at} /></p></div>}
    </>
  );
}

function Cancelled({ booking: b, by }: { booking: Booking; by: string | null }) {
  return (
    <div class="notice bad" data-notice="cancelled">
      <h2>{t("cancel.title")}</h2>
      <p>{t(by === "developer" ? "cancel.by_developer" : "cancel.by_buyer")}</p>
      {b.cancellation!.forfeited.paise > 0 && <p>{t("cancel.forfeited")} <b><Money value={b.cancellation!.forfeited} /></b></p>}
      {b.refund_due.paise > 0 && <p>{t("cancel.refund_due")} <b><Money value={b.refund_due} /></b></p>}
    </div>
  );
}

/** Booked, agreement, registered, conveyed: how far the booking is. */
function Progress({ booking: b }: { booking: Booking }) {
  const steps = [["booked", b.progress.booked_on], ["executed", b.progress.agreement_executed_on], ["registered", b.progress.agreement_registered_on], ["conveyed", b.progress.conveyed_on]] as const;
  return (
    <ol class="steps" aria-label={t("progress.label")}>
      {steps.map(([step, day], i) => (
        <li key={step} class={day ? "done" : ""} data-progress={step}>
          <span class="step-no" aria-hidden="true">{day ? "✓" : i + 1}</span>
          <span>{t(`progress.${step}`)}{day && <small class="muted block">{formatDay(day, locale())}</small>}{day && <span class="sr-only"> {t("steps.done")}</span>}</span>
        </li>
      ))}
    </ol>
  );
}
