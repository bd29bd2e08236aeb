import type { Booking, Installment } from "../api";
import { lang, locale, t, tOr } from "../i18n";
import { formatDay } from "../time";
import { Money } from "../ui/parts";
import { paperUrls } from "./papers_urls";
import { Section } from "./section";

const nameOf = (i: Installment): string => (i.kind === "installment" ? `${i.no}. ${tOr("installment", i.label)}` : tOr("installment", i.label));

export function Schedule({ booking: b }: { booking: Booking }) {
  return (
    <Section id="schedule">
      {b.installments.length === 0 ? <p class="empty">{t("home.no_schedule")}</p> : (
        <table class="sums stack">
          <thead><tr><th scope="col">{t("schedule.what")}</th><th scope="col">{t("schedule.due")}</th><th scope="col" class="right">{t("schedule.amount")}</th><th scope="col" class="right">{t("schedule.paid")}</th><th scope="col">{t("schedule.status")}</th></tr></thead>
          <tbody>{b.installments.map((i) => <Row key={i.no} part={i} />)}</tbody>
        </table>
      )}
      {b.demands.length > 0 && <Demands booking={b} />}
    </Section>
  );
}

function Row({ part: i }: { part: Installment }) {
  const milestone = i.milestone ? tOr("milestone", i.milestone) : "";
  return (
    <tr data-installment={i.no} data-kind={i.kind} data-status={i.status}>
      <th scope="row">{nameOf(i)}</th>
      <td data-label={t("schedule.due")}><span>{i.due_on ? formatDay(i.due_on, locale()) : t("schedule.at_milestone", { milestone })}
        {i.due_on && milestone && <small class="muted block">{milestone}</small>}
        {i.demanded_on && <small class="muted block">{t("schedule.demanded", { day: formatDay(i.demanded_on, locale()) })}</small>}</span></td>
      <td class="right" data-label={t("schedule.amount")}><Money value={i.amount} /></td>
      <td class="right" data-label={t("schedule.paid")}><Money value={i.paid} /></td>
      <td data-label={t("schedule.status")}><span class={`pill inst-${i.status}`}>{tOr("installment_status", i.status)}</span></td>
    </tr>
  );
}

function Demands({ booking: b }: { booking: Booking }) {
  return (
    <>
      <h3>{t("demand.title")}</h3>
      <ul class="entries">
        {b.demands.map((d) => (
          <li key={d.demand} data-demand={d.demand}>
            <div><a href={paperUrls.demand(b.booking_id, d.demand, lang.value)} target="_blank" rel="noopener">{t("demand.letter")}</a><span class="muted block">{t("demand.sent", { day: formatDay(d.sent_on, locale()) })}</span></div>
            <div class="right"><Money value={d.total} /></div>
          </li>
        ))}
      </ul>
    </>
  );
}
