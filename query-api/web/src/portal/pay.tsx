import { useState } from "preact/hooks";
import { api, type Booking, type Money as MoneyValue } from "../api";
import { locale, t } from "../i18n";
import { memory } from "../memory";
import { parseRupees } from "../money";
import { formatDay } from "../time";
import { DeclareForm } from "../ui/declare_form";
import { DeclaredList } from "../ui/declared";
import { Field, Money } from "../ui/parts";
import { Problem } from "../ui/problem";
import { usePayment } from "../use_payment";
import type { Back } from "../use_return";
import { PayStatus } from "./pay_status";

type Choice = "overdue" | "next" | "all" | "other";
export const tokenOf = (booking: string): string | null => {
  const hold = memory.holdOfBooking(booking);
  return hold ? memory.token(hold) : null;
};

/** The amounts that stand to choose, none twice; the first is the one that is due. */
export function amountsOf(b: Booking): Partial<Record<Choice, MoneyValue>> {
  const found: Partial<Record<Choice, MoneyValue>> = {};
  if (b.overdue.paise > 0) found.overdue = b.overdue;
  if (b.next_due && b.next_due.amount.paise !== b.overdue.paise) found.next = b.next_due.amount;
  if (b.outstanding.paise > 0 && !Object.values(found).some((m) => m.paise === b.outstanding.paise)) found.all = b.outstanding;
  return found;
}

interface PayProps { booking: Booking; back: Back; way: string; onChange: () => void }

/** Pay now through the gateway, or tell of a payment by bank or cheque; and how that which is under way goes. */
export function Pay({ booking: b, back, way, onChange }: PayProps) {
  const open = b.declared.filter((d) => d.state !== "verified");
  const owes = b.state !== "cancelled" && b.outstanding.paise > 0;
  if (!owes && open.length === 0 && back.how === "not" && back.awaited === null) return null;
  return (
    <section class="panel" id="pay" aria-labelledby="pay-title">
      <h2 id="pay-title">{t("pay.title")}</h2>
      <PayStatus booking={b} back={back} />
      {open.length > 0 && <DeclaredList declared={open} />}
      {owes && back.awaited === null && <PayForm booking={b} way={way} />}
      {owes && <Declare booking={b} onChange={onChange} />}
    </section>
  );
}

function PayForm({ booking: b, way }: { booking: Booking; way: string }) {
  const amounts = amountsOf(b);
  const first = (Object.keys(amounts)[0] as Choice | undefined) ?? "other";
  const [wanted, setChoice] = useState<Choice>(first);
  const choice = wanted === "other" || amounts[wanted] ? wanted : first;
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const { busy, problem, pay } = usePayment(way, (body, key) => api.pay(b.booking_id, tokenOf(b.booking_id), body, key));
  const other = parseRupees(typed);
  const paise = choice === "other" ? other : amounts[choice]!.paise;

  const submit = (event: Event) => {
    event.preventDefault();
    if (paise === null || paise > b.outstanding.paise) return setWrong(true);
    setWrong(false);
    void pay(paise);
  };
  return (
    <form class="pay-form" noValidate onSubmit={submit} aria-label={t("pay.title")}>
      <fieldset class="choices">
        <legend class="sr-only">{t("checkout.how_much")}</legend>
        {([...Object.keys(amounts), "other"] as Choice[]).map((way) => (
          <label key={way} class={choice === way ? "choice on" : "choice"}>
            <input type="radio" name="pay" value={way} checked={choice === way} onChange={() => setChoice(way)} />
            <span><b>{t(`pay.${way}`)}</b>{way === "next" && b.next_due && <small class="muted block">{t("home.due_on", { day: formatDay(b.next_due.due_on, locale()) })}</small>}</span>
            {amounts[way] && <Money value={amounts[way]!} />}
          </label>
        ))}
      </fieldset>
      {choice === "other" && <Field id="pay-other" label={t("pay.amount")} hint={t("pay.amount_hint")} value={typed} inputMode="decimal" autoComplete="off" error={wrong ? t("error.amount_open") : undefined} onInput={setTyped} />}
      {problem !== null && <Problem problem={problem} reference={b.booking_id} />}
      <button type="submit" class="primary wide-button" aria-disabled={busy} data-action="pay-now">
        {busy ? t("checkout.opening") : <>{t("checkout.pay")} {paise !== null && <Money value={{ paise, currency: b.outstanding.currency }} />}</>}
      </button>
      <p class="muted small-text">{t("checkout.safe")} {t("pay.order")}</p>
    </form>
  );
}

function Declare({ booking: b, onChange }: { booking: Booking; onChange: () => void }) {
  const [open, setOpen] = useState(false);
  const amount = b.overdue.paise > 0 ? b.overdue : b.next_due?.amount ?? b.outstanding;
  return (
    <details class="plan" open={open} onToggle={(e) => setOpen(e.currentTarget.open)} data-declare>
      <summary>{t("declare.title")}</summary>
      <p class="muted small-text">{t("declare.explain")}</p>
      {open && <DeclareForm amount={amount} reference={b.booking_id} send={(body, key) => api.declare(b.booking_id, tokenOf(b.booking_id), body, key)} onDone={() => { setOpen(false); onChange(); }} />}
    </details>
  );
}
