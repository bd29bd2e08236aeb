import { useState } from "preact/hooks";
import type { Booking } from "../api";
import { clock } from "../clock";
import { lang, locale, t } from "../i18n";
import { formatDay } from "../time";
import { Money } from "../ui/parts";
import { financialYears, paperUrls, type TableFormat } from "./papers_urls";
import { Section } from "./section";

const kFormats: TableFormat[] = ["pdf", "csv", "xlsx"];
const kPaperKinds = ["V", "I", "C", "D", "F"] as const;
type PaperKind = (typeof kPaperKinds)[number];
const kindOf = (number: string): PaperKind => kPaperKinds.find((kind) => number.startsWith(kind)) ?? "I";

/** Statement, letters, receipts and tax papers, each to be downloaded in the page's language. */
export function Papers({ booking: b }: { booking: Booking }) {
  return (
    <Section id="papers">
      <Statement booking={b} />
      <Letters booking={b} />
      <PaperList booking={b} />
    </Section>
  );
}

function Download({ href, children, data }: { href: string; children: string; data?: string }) {
  return <a href={href} target="_blank" rel="noopener" data-paper={data}>{children}</a>;
}

function Statement({ booking: b }: { booking: Booking }) {
  const first = b.progress.booked_on ?? b.confirmed_at.slice(0, 10), today = new Date(clock.now() + 5.5 * 3_600_000).toISOString().slice(0, 10);
  const years = financialYears(first, today);
  const [year, setYear] = useState("");
  const address = (format: TableFormat) => (year ? paperUrls.year(b.booking_id, year, format, lang.value) : paperUrls.statement(b.booking_id, format, first, today, lang.value));
  return (
    <div class="statement">
      <div class="field"><label for="statement-year">{t("statement.title")}</label>
        <select id="statement-year" value={year} onChange={(e) => setYear(e.currentTarget.value)}>
          <option value="">{t("statement.all", { day: formatDay(first, locale()) })}</option>
          {years.map((y) => <option key={y} value={y}>{t("statement.year", { year: y })}</option>)}
        </select></div>
      <p class="actions">{kFormats.map((format) => <a key={format} class="button" href={address(format)} target="_blank" rel="noopener" data-statement={format}>{t(`format.${format}`)}</a>)}</p>
    </div>
  );
}

function Letters({ booking: b }: { booking: Booking }) {
  return (
    <ul class="entries">
      <li><Download href={paperUrls.letter(b.booking_id, "allotment", lang.value)} data="allotment">{t("paper.allotment")}</Download></li>
      {b.progress.agreement_executed_on && <li><Download href={paperUrls.letter(b.booking_id, "agreement", lang.value)} data="agreement">{t("paper.agreement")}</Download></li>}
    </ul>
  );
}

function PaperList({ booking: b }: { booking: Booking }) {
  return (
    <ul class="entries">
      {b.receipts.map((r) => (
        <li key={r.number} class={r.void ? "void" : ""}>
          <div><Download href={paperUrls.receipt(b.booking_id, r.number, lang.value)} data={r.number}>{`${t("booking.receipt")} ${r.number}`}</Download>{r.void && <> <span class="pill inst-overdue">{t("paper.void")}</span></>}
            <span class="muted block">{formatDay(new Date(Date.parse(r.at) + 5.5 * 3_600_000).toISOString(), locale())}</span></div>
          <div class="right"><Money value={r.amount} /></div>
        </li>
      ))}
      {b.papers.map((p) => (
        <li key={p.number} class={p.void ? "void" : ""}>
          <div><Download href={paperUrls.paper(b.booking_id, p.number, lang.value)} data={p.number}>{`${t(`paper.${kindOf(p.number)}`)} ${p.number}`}</Download>{p.void && <> <span class="pill inst-overdue">{t("paper.void")}</span></>}
            <span class="muted block">{formatDay(p.date, locale())}{p.cites && <> · {t("paper.cites", { number: p.cites })}</>}</span></div>
          <div class="right"><Money value={p.amount} /></div>
        </li>
      ))}
    </ul>
  );
}
