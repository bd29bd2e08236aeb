import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { api, type Applicant, type Hold, type Money as MoneyValue, type Quote } from "../api";
import { applicantErrors, equalShares, sentContact, type Errors } from "../contact";
import { checkoutAddress } from "../gateway";
import { HttpProblem, Intention } from "../http";
import { lang, t } from "../i18n";
import { memory } from "../memory";
import { pages } from "../api";
import { DeclareForm } from "../ui/declare_form";
import { Money } from "../ui/parts";
import { Problem } from "../ui/problem";
import { Applicants, kApplicantFields } from "./applicants";
import { Quotation } from "./quotation";

type Way = "token" | "full" | "offline";
const blank = (): Applicant => ({ name: "", phone: "", email: "", ...memory.contact() });

/** The buyers as typed, checked and as they are sent. */
function useApplicants(form: RefObject<HTMLFormElement | null>) {
  const [applicants, setApplicants] = useState<Applicant[]>(() => [blank()]);
  const [errors, setErrors] = useState<Errors<Applicant>[]>([]);
  const firstError = (found: Errors<Applicant>[]): string | null => {
    for (const [i, one] of found.entries()) for (const name of kApplicantFields) if (one[name]) return `applicant-${i}-${name}`;
    return null;
  };
  const check = (): boolean => {
    const found = applicants.map(applicantErrors);
    setErrors(found);
    const first = firstError(found);
    if (first) form.current?.querySelector<HTMLInputElement>(`#${first}`)?.focus();
    return first === null;
  };
  const sent = (): Applicant[] => {
    const shares = equalShares(applicants.length);
    return applicants.map((a, i) => ({ ...sentContact({ ...a, pan: a.pan?.toUpperCase() }), share_basis_points: shares[i]! }));
  };
  return { applicants, setApplicants, errors, check, sent };
}

interface CheckoutFormProps { hold: Hold; quote: Quote; onRefresh: () => void }

/** The quotation, who is buying, the plan, and how to pay now; then on to the gateway's page. */
export function CheckoutForm({ hold, quote, onRefresh }: CheckoutFormProps) {
  const [plan, setPlan] = useState(quote.plans[0]?.name ?? "standard");
  const [way, setWay] = useState<Way>("token");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const intention = useRef(new Intention());
  const buyers = useApplicants(form);
  const token = memory.token(hold.hold_id);

  const submit = async (event: Event) => {
    event.preventDefault();
    setProblem(null);
    if (busy || way === "offline" || !buyers.check()) return;
    const body = { applicants: buyers.sent(), plan, pay: way };
    setBusy(true);
    try {
      const { body: made } = await api.checkout(hold.hold_id, token, body, intention.current.keyFor(body));
      intention.current.decided();
      const address = checkoutAddress(made.gateway.checkout_url, location.origin, pages.hold(hold.hold_id), lang.value);
      if (address === null) throw new HttpProblem("no-gateway", 0, {});
      location.assign(address);
    } catch (caught) {
      intention.current.failed(caught);
      setProblem(caught);
      onRefresh();
    }
    setBusy(false);
  };

  const amounts = { token: hold.token_amount, full: hold.total, offline: undefined };
  return (
    <form class="panel" ref={form} noValidate onSubmit={submit} aria-label={t("checkout.form")}>
      <Quotation hold={hold} quote={quote} plan={quote.plans.find((p) => p.name === plan)} onPlan={setPlan} />
      <h2>{t("checkout.who")}</h2>
      <Applicants applicants={buyers.applicants} errors={buyers.errors} onChange={buyers.setApplicants} />
      <Ways way={way} amounts={amounts} onWay={setWay} />
      {problem !== null && <Problem problem={problem} reference={hold.hold_id} />}
      {way === "offline"
        ? <DeclareForm amount={hold.token_amount} reference={hold.hold_id} ready={buyers.check} onDone={onRefresh}
            send={(paid, key) => api.declareForHold(hold.hold_id, token, { ...paid, applicants: buyers.sent(), plan }, key)} />
        : <PayButton busy={busy} amount={amounts[way]} />}
    </form>
  );
}

function Ways({ way, amounts, onWay }: { way: Way; amounts: Record<Way, MoneyValue | undefined>; onWay: (way: Way) => void }) {
  return (
    <fieldset class="choices">
      <legend>{t("checkout.how_much")}</legend>
      {(["token", "full", "offline"] as const).map((one) => (
        <label key={one} class={way === one ? "choice on" : "choice"}>
          <input type="radio" name="pay" value={one} checked={way === one} onChange={() => onWay(one)} />
          <span><b>{t(`checkout.${one}`)}</b><small class="muted block">{t(`checkout.${one}_more`)}</small></span>
          {amounts[one] && <Money value={amounts[one]!} />}
        </label>
      ))}
    </fieldset>
  );
}

function PayButton({ busy, amount }: { busy: boolean; amount: MoneyValue | undefined }) {
  return (
    <>
      <button type="submit" class="primary wide-button" aria-disabled={busy} data-action="pay">
        {busy ? t("checkout.opening") : <>{t("checkout.pay")} {amount && <Money value={amount} />}</>}
      </button>
      <p class="muted small-text">{t("checkout.safe")}</p>
    </>
  );
}
