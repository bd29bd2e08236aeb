import { pages, type Booking, type Payment, type Refund } from "../api";
import { lang, locale, t, tOr } from "../i18n";
import { formatDay } from "../time";
import { Instant, Money } from "../ui/parts";
import { paperUrls } from "./papers_urls";
import { Section } from "./section";

export function Payments({ booking: b }: { booking: Booking }) {
  return (
    <Section id="payments">
      {b.payments.length === 0 && <p class="empty">{t("home.no_payment")}</p>}
      <ul class="entries">{b.payments.map((p) => <Row key={p.payment_id} booking={b} payment={p} />)}</ul>
      {b.moves.length > 0 && <Moves booking={b} />}
      {b.refunds.length > 0 && <Refunds refunds={b.refunds} />}
    </Section>
  );
}

function Row({ booking: b, payment: p }: { booking: Booking; payment: Payment }) {
  return (
    <li data-payment={p.payment_id} class={p.reversed ? "void" : ""}>
      <div>
        <b>{t("payment.by", { method: tOr("method", p.method) })}</b>{p.reversed && <> <span class="pill inst-overdue">{t("payment.reversed")}</span></>}
        <span class="muted block">{p.value_date ? formatDay(p.value_date, locale()) : <Instant at={p.at} />} · <code>{p.reference ?? p.payment_id}</code></span>
      </div>
      <div class="right"><Money value={p.amount} />
        {p.receipt_no && <a class="block num receipt-no" data-receipt={p.receipt_no} href={paperUrls.receipt(b.booking_id, p.receipt_no, lang.value)} target="_blank" rel="noopener">{t("booking.receipt")} {p.receipt_no}</a>}</div>
    </li>
  );
}

/** Credit that went to, or came from, another booking of the same buyer. */
function Moves({ booking: b }: { booking: Booking }) {
  return (
    <ul class="entries">
      {b.moves.map((m, n) => (
        <li key={n} data-move={m.booking_id}>
          <div><b>{t(m.amount.paise < 0 ? "move.out" : "move.in")}</b><span class="muted block"><Instant at={m.at} /> · <a href={pages.booking(m.booking_id)}><code>{m.booking_id}</code></a></span></div>
          <div class="right"><Money value={m.amount} /></div>
        </li>
      ))}
    </ul>
  );
}

const kRefundSteps = ["requested", "approved", "initiated", "processed"];

function Refunds({ refunds }: { refunds: Refund[] }) {
  return (
    <>
      <h3>{t("refund.title")}</h3>
      <ul class="entries refunds">{refunds.map((r) => <RefundRow key={r.refund_id} refund={r} />)}</ul>
    </>
  );
}

/** How far a refund is: asked for, approved, sent, paid out. */
function RefundRow({ refund: r }: { refund: Refund }) {
  const at = kRefundSteps.indexOf(r.state === "failed" ? "approved" : r.state);
  const over = r.state === "withdrawn";
  return (
    <li data-refund={r.refund_id} data-state={r.state}>
      <div>
        <b>{t("refund.row")}</b> <span class={`pill plain ref-${r.state}`}>{tOr("refund_state", r.state)}</span>
        <span class="muted block"><Instant at={r.at ?? r.requested_at} />{r.reference && <> · <code>{r.reference}</code></>}</span>
        {!over && <ol class="dots" aria-hidden="true">{kRefundSteps.map((step, i) => <li key={step} class={i <= at ? "done" : ""}>{tOr("refund_state", step)}</li>)}</ol>}
      </div>
      <div class="right"><Money value={{ ...r.amount, paise: -r.amount.paise }} /></div>
    </li>
  );
}
