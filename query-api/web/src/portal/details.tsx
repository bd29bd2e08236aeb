import type { Booking, Money as MoneyValue } from "../api";
import { t, tOr } from "../i18n";
import { PlotOf } from "../map/card";
import { Instant, Money } from "../ui/parts";
import { Section } from "./section";

export function Price({ booking: b }: { booking: Booking }) {
  const row = (name: string, value: MoneyValue, cls = "") => <tr class={cls}><th scope="row">{name}</th><td colSpan={2} class="right"><Money value={value} /></td></tr>;
  const levied = b.installments.filter((i) => i.kind !== "installment");
  return (
    <Section id="price">
      <table class="sums">
        <thead><tr><th scope="col">{t("price.head")}</th><th scope="col" class="right">{t("price.amount")}</th><th scope="col" class="right">{t("price.gst")}</th></tr></thead>
        <tbody>{b.lines.map((l, n) => <tr key={n}><th scope="row">{tOr("head", l.head)}<PlotOf plot={l.plot} among={b.lines} /></th><td class="right"><Money value={l.amount} /></td><td class="right"><Money value={l.tax} /></td></tr>)}</tbody>
        <tfoot>
          {row(t("price.total"), b.price, "total")}
          {levied.map((i) => <tr key={i.no}><th scope="row">{tOr("installment", i.label)}</th><td colSpan={2} class="right"><Money value={i.amount} /></td></tr>)}
          {row(t("home.paid"), b.paid)}{b.state !== "cancelled" && row(t("home.outstanding"), b.outstanding)}
        </tfoot>
      </table>
    </Section>
  );
}

export function History({ booking: b }: { booking: Booking }) {
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
