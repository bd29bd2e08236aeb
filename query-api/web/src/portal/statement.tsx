import { useEffect, useState } from "preact/hooks";
import type { Booking, Statement as StatementBody } from "../api";
import { clock } from "../clock";
import { get } from "../http";
import { lang, locale, t, tOr } from "../i18n";
import { formatDay } from "../time";
import { Money, Skeleton } from "../ui/parts";
import { Problem } from "../ui/problem";
import { financialYears, paperUrls, yearRange, type TableFormat } from "./papers_urls";
import { tokenOf } from "./pay";

const kFormats: TableFormat[] = ["pdf", "csv", "xlsx"];
const kIndiaMs = 5.5 * 3_600_000;

/** The account from the first day or of one financial year: to be downloaded, and to be read here. */
export function Statement({ booking: b }: { booking: Booking }) {
  const first = b.progress.booked_on ?? b.confirmed_at.slice(0, 10), today = new Date(clock.now() + kIndiaMs).toISOString().slice(0, 10);
  const [year, setYear] = useState("");
  const [open, setOpen] = useState(false);
  const range = year ? yearRange(year, today) : { from: first, to: today };
  const address = (format: TableFormat) => (year ? paperUrls.year(b.booking_id, year, format, lang.value) : paperUrls.statement(b.booking_id, format, first, today, lang.value));
  return (
    <>
      <div class="statement">
        <div class="field"><label for="statement-year">{t("statement.title")}</label>
          <select id="statement-year" value={year} onChange={(e) => setYear(e.currentTarget.value)}>
            <option value="">{t("statement.all", { day: formatDay(first, locale()) })}</option>
            {financialYears(first, today).map((y) => <option key={y} value={y}>{t("statement.year", { year: y })}</option>)}
          </select></div>
        <p class="actions">{kFormats.map((format) => <a key={format} class="button" href={address(format)} target="_blank" rel="noopener" data-statement={format}>{t(`format.${format}`)}</a>)}</p>
      </div>
      <details class="plan" open={open} onToggle={(e) => setOpen(e.currentTarget.open)} data-action="statement">
        <summary>{t("statement.show")}</summary>
        {open && <Lines booking={b} from={range.from} to={range.to} />}
      </details>
    </>
  );
}

/** Follows the booking: a new position means new lines. */
function Lines({ booking: b, from, to }: { booking: Booking; from: string; to: string }) {
  const [body, setBody] = useState<StatementBody | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    let current = true;
    const token = tokenOf(b.booking_id);
    get<StatementBody>(paperUrls.statement(b.booking_id, "json", from, to, lang.value), { headers: token ? { "Hold-Token": token } : {} })
      .then((answer) => { if (current) { setBody(answer.body); setProblem(null); } }, (caught) => { if (current) setProblem(caught); });
    return () => { current = false; };
  }, [b.booking_id, b.position, from, to, lang.value]);
  if (problem !== null) return <Problem problem={problem} reference={b.booking_id} />;
  if (!body) return <Skeleton lines={4} label={t("loading")} />;
  const edge = (name: "opening" | "closing", day: string) => <tr class="total" data-line={name}><th scope="row" colSpan={3}>{t(`statement.${name}`)} · {formatDay(day, locale())}</th><td class="right" data-label={t("statement.balance")}><Money value={body[name]} /></td></tr>;
  return (
    <table class="sums stack" data-closing={body.closing.paise}>
      <thead><tr><th scope="col">{t("statement.what")}</th><th scope="col" class="right">{t("statement.debit")}</th><th scope="col" class="right">{t("statement.credit")}</th><th scope="col" class="right">{t("statement.balance")}</th></tr></thead>
      <tbody>
        {edge("opening", body.from)}
        {body.lines.map((line, n) => (
          <tr key={n}>
            <th scope="row">{tOr("entry", line.kind)}<small class="muted block">{[formatDay(line.date, locale()), line.reference].filter(Boolean).join(" · ")}</small></th>
            <td class="right" data-label={t("statement.debit")}>{line.debit.paise !== 0 && <Money value={line.debit} />}</td>
            <td class="right" data-label={t("statement.credit")}>{line.credit.paise !== 0 && <Money value={line.credit} />}</td>
            <td class="right" data-label={t("statement.balance")}><Money value={line.balance} /></td>
          </tr>
        ))}
        {edge("closing", body.to)}
      </tbody>
    </table>
  );
}
