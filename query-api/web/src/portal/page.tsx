import type { ComponentChildren } from "preact";
import { pages, type Booking, type Money as MoneyValue } from "../api";
import { formatArea } from "../area";
import { locale, t, tOr } from "../i18n";
import { formatDay, formatTime } from "../time";
import { CopyButton, Instant, Money, Skeleton } from "../ui/parts";
import { kindOf, Problem } from "../ui/problem";
import { Shell } from "../ui/shell";
import { useBooking } from "./use_booking";

const kSections = ["schedule", "payments", "price", "history"] as const;

export function BookingPage({ booking: id }: { booking: string }) {
  const { booking, problem, stale, heardAt, refresh } = useBooking(id);
  const title = booking ? t("home.title", { plot: booking.plots.map((p) => p.no).join(", ") }) : t("home.page");
  return (
    <Shell title={title} heading={<h1>{title}</h1>}>
      <main id="main" class="page">
        {!booking && problem === null && <Skeleton lines={8} label={t("loading")} />}
        {!booking && problem !== null && (kindOf(problem) === "not-found" ? <NotHere id={id} /> : <Problem problem={problem} reference={id} onRetry={refresh} />)}
        {booking && (
          <>
            <Top booking={booking} />
            <nav class="jump" aria-label={t("home.jump")}>
              {kSections.map((s) => <a key={s} href={`#${s}`}>{t(`home.${s}`)}</a>)}
            </nav>
            <Schedule booking={booking} />
            <Payments booking={booking} />
            <Price booking={booking} />
            <History booking={booking} />
            <p class={stale ? "as-of stale" : "as-of"} data-position={booking.position}>{stale && t("stale")} {t("as_of", { time: formatTime(heardAt, locale()), position: booking.position })}</p>
          </>
        )}
      </main>
    </Shell>
  );
}

function NotHere({ id }: { id: string }) {
  return (
    <section class="notice warn" data-problem="not-here">
      <h2>{t("home.not_here")}</h2><p>{t("home.not_here_why")}</p><p>{t("home.not_here_todo")}</p>
      <p class="ids"><span class="muted">{t("booking.id")}</span> <code>{id}</code></p>
      <p><a href="/">{t("nowhere.back")}</a></p>
    </section>
  );
}

function Figure({ name, value, data, tone }: { name: string; value: ComponentChildren; data: string; tone?: string }) {
  return <div class={`figure ${tone ?? ""}`} data-figure={data}><dt>{name}</dt><dd>{value}</dd></div>;
}

/** Whose, which plot, and the three answers: paid, owed, next. */
function Top({ booking: b }: { booking: Booking }) {
  const last = b.receipts[b.receipts.length - 1];
  return (
    <section class="panel home-top" aria-label={t("home.summary")}>
      <div class="home-who">
        <p class="muted">{b.project_name}</p>
        <p class="home-plots">{b.plots.map((p) => <a key={p.id} href={pages.project(b.project, p.id)}>{t("plot.named", { no: p.no })} · <span class="num">{formatArea(p.area_mm2, "sq_ft", locale())} {t("unit.sq_ft")}</span></a>)}</p>
        <p class="ids"><span class="muted">{t("booking.id")}</span> <code data-booking={b.booking_id}>{b.booking_id}</code> <CopyButton text={b.booking_id} label={t("booking.copy")} />
          <span class="pill plain">{tOr("booking_state", b.state)}</span></p>
      </div>
      {b.overdue.paise > 0 && <div class="notice warn"><b>{t("home.overdue")}</b> <Money value={b.overdue} /></div>}
      <dl class="figures">
        <Figure name={t("home.paid")} value={<Money value={b.paid} />} data="paid" tone="good" />
        <Figure name={t("home.outstanding")} value={<Money value={b.outstanding} />} data="outstanding" />
        <Figure name={t("home.next")} data="next" value={b.next_due
          ? <><Money value={b.next_due.amount} /><small class="muted block">{t("home.due_on", { day: formatDay(b.next_due.due_on, locale()) })}</small></>
          : <span>{t("home.nothing_due")}</span>} />
        {b.credit.paise > 0 && <Figure name={t("home.credit")} value={<Money value={b.credit} />} data="credit" tone="good" />}
        {last && <Figure name={t("home.last_receipt")} data="receipt" value={<span class="num receipt-no">{last.number}</span>} />}
      </dl>
    </section>
  );
}

function Section({ id, children }: { id: (typeof kSections)[number]; children: ComponentChildren }) {
  return <section class="panel" id={id} aria-labelledby={`${id}-title`}><h2 id={`${id}-title`}>{t(`home.${id}`)}</h2>{children}</section>;
}

function Schedule({ booking: b }: { booking: Booking }) {
  return (
    <Section id="schedule">
      {b.installments.length === 0 ? <p class="empty">{t("home.no_schedule")}</p> : (
        <table class="sums stack">
          <thead><tr><th scope="col">{t("schedule.what")}</th><th scope="col">{t("schedule.due")}</th><th scope="col" class="right">{t("schedule.amount")}</th><th scope="col" class="right">{t("schedule.paid")}</th><th scope="col">{t("schedule.status")}</th></tr></thead>
          <tbody>{b.installments.map((i) => (
            <tr key={i.no} data-installment={i.no}>
              <th scope="row">{i.no}. {tOr("installment", i.label)}</th>
              <td data-label={t("schedule.due")}>{i.due_on ? formatDay(i.due_on, locale()) : t("schedule.by_milestone")}</td>
              <td class="right" data-label={t("schedule.amount")}><Money value={i.amount} /></td>
              <td class="right" data-label={t("schedule.paid")}><Money value={i.paid} /></td>
              <td data-label={t("schedule.status")}><span class={`pill inst-${i.status}`}>{tOr("installment_status", i.status)}</span></td>
            </tr>
          ))}</tbody>
        </table>
      )}
    </Section>
  );
}

function Payments({ booking: b }: { booking: Booking }) {
  return (
    <Section id="payments">
      {b.payments.length === 0 && <p class="empty">{t("home.no_payment")}</p>}
      <ul class="entries">
        {b.payments.map((p) => (
          <li key={p.payment_id} data-payment={p.payment_id}>
            <div><b>{t("payment.by", { method: tOr("method", p.method) })}</b><span class="muted block"><Instant at={p.at} /> · <code>{p.payment_id}</code></span></div>
            <div class="right"><Money value={p.amount} />{p.receipt_no && <span class="block num receipt-no" data-receipt={p.receipt_no}>{t("booking.receipt")} {p.receipt_no}</span>}</div>
          </li>
        ))}
        {b.refunds.map((r, n) => (
          <li key={`refund-${n}`}><div><b>{t("refund.row")}</b><span class="muted block">{tOr("refund_state", r.state)}{r.at && <> · <Instant at={r.at} /></>}</span></div><div class="right"><Money value={{ ...r.amount, paise: -r.amount.paise }} /></div></li>
        ))}
      </ul>
    </Section>
  );
}

function Price({ booking: b }: { booking: Booking }) {
  const row = (name: string, value: MoneyValue, cls = "") => <tr class={cls}><th scope="row">{name}</th><td colSpan={2} class="right"><Money value={value} /></td></tr>;
  return (
    <Section id="price">
      <table class="sums">
        <thead><tr><th scope="col">{t("price.head")}</th><th scope="col" class="right">{t("price.amount")}</th><th scope="col" class="right">{t("price.gst")}</th></tr></thead>
        <tbody>{b.lines.map((l, n) => <tr key={n}><th scope="row">{tOr("head", l.head)}</th><td class="right"><Money value={l.amount} /></td><td class="right"><Money value={l.tax} /></td></tr>)}</tbody>
        <tfoot>{row(t("price.total"), b.price, "total")}{row(t("home.paid"), b.paid)}{row(t("home.outstanding"), b.outstanding)}</tfoot>
      </table>
    </Section>
  );
}

function History({ booking: b }: { booking: Booking }) {
  return (
    <Section id="history">
      <ol class="history">
        {b.history.map((h, n) => (
          <li key={`${h.position}-${n}`}><span>{tOr("event", h.event)}</span><span class="muted"><Instant at={h.at} /> · <code>{h.position}</code></span></li>
        ))}
      </ol>
    </Section>
  );
}
