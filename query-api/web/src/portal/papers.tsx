import type { Booking } from "../api";
import { lang, locale, t } from "../i18n";
import { formatDay } from "../time";
import { Money } from "../ui/parts";
import { paperUrls } from "./papers_urls";
import { Section } from "./section";
import { Statement } from "./statement";

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
