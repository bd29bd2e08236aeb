import type { Declared } from "../api";
import { t, tOr } from "../i18n";
import { Instant, Money } from "./parts";

/** Payments by bank or cheque that were declared: how far finance is with each. */
export function DeclaredList({ declared }: { declared: Declared[] }) {
  return (
    <ul class="entries">
      {declared.map((d) => (
        <li key={d.payment_id} data-declared={d.payment_id} data-state={d.state}>
          <div>
            <b>{t("payment.by", { method: tOr("method", d.method) })}</b> <span class={`pill plain decl-${d.state}`}>{t(`declared_state.${d.state}`)}</span>
            <span class="muted block"><Instant at={d.at} /> · <code>{d.reference}</code></span>
            <span class="block small-text">{t(`declared_means.${d.state}`)}{d.reason && <> {t("declared.reason", { reason: d.reason })}</>}</span>
          </div>
          <div class="right"><Money value={d.amount} /></div>
        </li>
      ))}
    </ul>
  );
}
