import { useRef, useState } from "preact/hooks";
import { api, type Applicant, type Hold, type PlotCard } from "../api";
import { applicantErrors, equalShares, sentContact, type Errors } from "../contact";
import { HttpProblem, Intention } from "../http";
import { lang, t, tOr } from "../i18n";
import { memory } from "../memory";
import { Money } from "../ui/parts";
import { Problem } from "../ui/problem";
import { Applicants, kApplicantFields } from "./applicants";
import { checkoutAddress } from "./gateway";

const blank = (): Applicant => ({ name: "", phone: "", email: "", ...memory.contact() });

/** Details, plan, and how much to pay now; then on to the gateway's page. */
export function CheckoutForm({ hold, plans, onRefresh }: { hold: Hold; plans: PlotCard["plans"]; onRefresh: () => void }) {
  const [applicants, setApplicants] = useState<Applicant[]>(() => [blank()]);
  const [errors, setErrors] = useState<Errors<Applicant>[]>([]);
  const [plan, setPlan] = useState(plans[0]?.name ?? "standard");
  const [pay, setPay] = useState<"token" | "full">("token");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const intention = useRef(new Intention());

  const firstError = (found: Errors<Applicant>[]): string | null => {
    for (const [i, one] of found.entries()) for (const name of kApplicantFields) if (one[name]) return `applicant-${i}-${name}`;
    return null;
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const found = applicants.map(applicantErrors);
    setErrors(found);
    setProblem(null);
    const first = firstError(found);
    if (first) return form.current?.querySelector<HTMLInputElement>(`#${first}`)?.focus();
    const shares = equalShares(applicants.length);
    const body = {
      applicants: applicants.map((a, i) => ({ ...sentContact({ ...a, pan: a.pan?.toUpperCase() }), share_basis_points: shares[i]! })), plan, pay,
    };
    setBusy(true);
    try {
      const { body: made } = await api.checkout(hold.hold_id, memory.token(hold.hold_id), body, intention.current.keyFor(body));
      intention.current.decided();
      const address = checkoutAddress(made.gateway.checkout_url, location.origin, hold.hold_id, lang.value);
      if (address === null) throw new HttpProblem("no-gateway", 0, {});
      location.assign(address);
    } catch (caught) {
      intention.current.failed(caught);
      setProblem(caught);
      onRefresh();
    }
    setBusy(false);
  };

  const amounts = { token: hold.token_amount, full: hold.total };
  return (
    <form class="panel" ref={form} noValidate onSubmit={submit} aria-label={t("checkout.form")}>
      <h2>{t("checkout.who")}</h2>
      <Applicants applicants={applicants} errors={errors} onChange={setApplicants} />
      {plans.length > 1 && (
        <div class="field"><label for="plan">{t("checkout.plan")}</label>
          <select id="plan" value={plan} onChange={(e) => setPlan(e.currentTarget.value)}>{plans.map((p) => <option key={p.name} value={p.name}>{tOr("plan", p.name)}</option>)}</select></div>
      )}
      <fieldset class="choices">
        <legend>{t("checkout.how_much")}</legend>
        {(["token", "full"] as const).map((way) => (
          <label key={way} class={pay === way ? "choice on" : "choice"}>
            <input type="radio" name="pay" value={way} checked={pay === way} onChange={() => setPay(way)} />
            <span><b>{t(`checkout.${way}`)}</b><small class="muted block">{t(`checkout.${way}_more`)}</small></span>
            {amounts[way] && <Money value={amounts[way]} />}
          </label>
        ))}
      </fieldset>
      {problem !== null && <Problem problem={problem} reference={hold.hold_id} />}
      <button type="submit" class="primary wide-button" aria-disabled={busy} data-action="pay">
        {busy ? t("checkout.opening") : <>{t("checkout.pay")} {amounts[pay] && <Money value={amounts[pay]} />}</>}
      </button>
      <p class="muted small-text">{t("checkout.safe")}</p>
    </form>
  );
}
