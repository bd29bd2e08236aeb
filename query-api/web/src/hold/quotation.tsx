import type { Hold, Plan, Quote } from "../api";
import { t } from "../i18n";
import { planName, PlanTable, PriceTable } from "../map/card";
import { Money } from "../ui/parts";

/** What it costs before anything is paid: each head with its GST, and when each part would be due. */
export function Quotation({ hold, quote, plan, onPlan }: { hold: Hold; quote: Quote; plan: Plan | undefined; onPlan: (name: string) => void }) {
  const kept = hold.total && hold.total.paise !== quote.price.total.paise ? hold.total : null;
  return (
    <section class="quotation" aria-labelledby="quotation-title" data-quotation={quote.price.total.paise}>
      <h2 id="quotation-title">{t("quotation.title")}</h2>
      <PriceTable price={quote.price} />
      {kept && <p class="notice good">{t("quotation.kept")} <b><Money value={kept} /></b></p>}
      {quote.plans.length > 1 && <fieldset class="choices plans">
        <legend>{t("checkout.plan")}</legend>
        {quote.plans.map((one) => (
          <label key={one.name} class={plan?.name === one.name ? "choice on" : "choice"}>
            <input type="radio" name="plan" value={one.name} checked={plan?.name === one.name} onChange={() => onPlan(one.name)} />
            <span><b>{planName(one)}</b></span>
          </label>
        ))}
      </fieldset>}
      {plan && <><h3>{t("quotation.schedule")}</h3><PlanTable plan={plan} /></>}
      <p class="muted small-text">{t("quotation.gst")}</p>
    </section>
  );
}
