import { useEffect, useRef, useState } from "preact/hooks";
import { api, pages, type PaymentLink } from "../api";
import { HttpProblem } from "../http";
import { t } from "../i18n";
import { memory } from "../memory";
import { parseRupees } from "../money";
import { Fact, Facts, Field, Instant, Money, Skeleton } from "../ui/parts";
import { kindOf, Problem } from "../ui/problem";
import { Shell } from "../ui/shell";
import { usePayment } from "../use_payment";
import { useGatewayReturn } from "../use_return";

const kEveryMs = 5_000;
const kWhileWaitingMs = 1_000;

/** The link's secret: from the address it was opened by, kept for the way back from the gateway. */
function tokenOf(link: string): string {
  const given = new URLSearchParams(location.search).get("t");
  if (given) memory.keepLinkToken(link, given);
  return given ?? memory.linkToken(link) ?? "";
}

function useLink(id: string, token: string, waits: () => boolean) {
  const [link, setLink] = useState<PaymentLink | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const timer = useRef(0);
  const gone = useRef(false);
  const refresh = async () => {
    clearTimeout(timer.current);
    try {
      const { body } = await api.link(id, token);
      if (gone.current) return;
      setLink(body);
      setProblem(null);
    } catch (caught) {
      if (gone.current) return;
      setProblem(caught);
      if (caught instanceof HttpProblem && caught.status === 404) return;
    }
    timer.current = window.setTimeout(() => void refresh(), waits() ? kWhileWaitingMs : kEveryMs);
  };
  useEffect(() => {
    gone.current = false;
    void refresh();
    return () => { gone.current = true; clearTimeout(timer.current); };
  }, [id]);
  return { link, problem, refresh };
}

/** A payment link as its visitor sees it: for what, how much, and the way to pay it or a part of it. */
export function LinkPage({ link: id }: { link: string }) {
  const token = tokenOf(id);
  const awaited = useRef(memory.awaited(id) !== null);
  const view = useLink(id, token, () => awaited.current);
  const back = useGatewayReturn(id, () => void view.refresh());
  const { link } = view;
  const before = useRef<number | null>(null);
  awaited.current = back.awaited !== null;
  useEffect(() => {
    if (!link || back.awaited === null) return;
    before.current ??= memory.linkPaid(id) ?? link.paid.paise;
    if (link.paid.paise > before.current || link.state === "paid") back.arrived();
  }, [link?.paid.paise, link?.state, back.awaited]);
  return (
    <Shell title={t("link_page.title")} heading={<h1>{t("link_page.title")}</h1>}>
      <main id="main" class="page narrow">
        {!link && view.problem === null && <Skeleton lines={5} label={t("loading")} />}
        {!link && view.problem !== null && (kindOf(view.problem) === "not-found" ? <Unknown /> : <Problem problem={view.problem} reference={id} onRetry={() => void view.refresh()} />)}
        {link && <Shown link={link} token={token} confirming={back.awaited} how={back.how} />}
      </main>
    </Shell>
  );
}

function Unknown() {
  return <section class="notice warn" data-problem="not-here"><h2>{t("link_page.unknown")}</h2><p>{t("link_page.unknown_todo")}</p></section>;
}

function Shown({ link, token, confirming, how }: { link: PaymentLink; token: string; confirming: string | null; how: string }) {
  const payable = link.state === "open" || link.state === "partly_paid";
  return (
    <section class="panel" data-link-state={link.state}>
      <p class="muted">{link.project_name}</p>
      <h2>{t("plot.named", { no: link.plots.join(", ") })}</h2>
      {link.reason && <p>{link.reason}</p>}
      <Facts>
        <Fact name={t("link_page.asked")}><b><Money value={link.amount} /></b></Fact>
        {link.paid.paise > 0 && <Fact name={t("home.paid")}><Money value={link.paid} /></Fact>}
        {payable && <Fact name={t("link_page.until")}><Instant at={link.expires_at} /></Fact>}
      </Facts>
      {confirming !== null && <div class="notice warn" role="status" data-paid="confirming"><h3>{t("checking.title")}</h3><p><b>{t("confirming.safe")}</b> {t("pay.checking")}</p></div>}
      {confirming === null && how === "failed" && <div class="notice warn" role="alert" data-back="failed"><h3>{t("failed.title")}</h3><p>{t("pay.failed_money")}</p><p>{t("pay.failed_todo")}</p></div>}
      {confirming === null && how === "closed" && <div class="notice warn" role="alert" data-back="closed"><h3>{t("closed.title")}</h3><p>{t("pay.closed_money")}</p></div>}
      {!payable && <p class={link.state === "paid" ? "notice good" : "notice warn"}>{t(`link_state.${link.state}` as "link_state.paid")}</p>}
      {payable && confirming === null && <PayLink link={link} token={token} />}
    </section>
  );
}

function PayLink({ link, token }: { link: PaymentLink; token: string }) {
  const open = link.amount.paise - link.paid.paise, least = link.paid.paise > 0 ? 1 : Math.max(link.first_min.paise, 1);
  const currency = link.amount.currency;
  const [part, setPart] = useState(false);
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const { busy, problem, pay } = usePayment(pages.link(link.link_id), (body, key) => api.payLink(link.link_id, token, body, key));
  const paise = part ? parseRupees(typed) : open;
  const submit = (event: Event) => {
    event.preventDefault();
    const bad = paise === null || paise > open || paise < least;
    setWrong(bad);
    if (bad) return;
    memory.keepLinkPaid(link.link_id, link.paid.paise);
    void pay(paise);
  };
  return (
    <form class="pay-form" noValidate onSubmit={submit} aria-label={t("pay.title")}>
      <fieldset class="choices">
        <legend class="sr-only">{t("checkout.how_much")}</legend>
        <label class={part ? "choice" : "choice on"}><input type="radio" name="pay" value="all" checked={!part} onChange={() => setPart(false)} /><span><b>{t("link_page.all")}</b></span><Money value={{ paise: open, currency }} /></label>
        <label class={part ? "choice on" : "choice"}><input type="radio" name="pay" value="part" checked={part} onChange={() => setPart(true)} /><span><b>{t("link_page.part")}</b>
          {least > 1 && <small class="muted block">{t("link_page.least")} <Money value={{ paise: least, currency }} /></small>}</span></label>
      </fieldset>
      {part && <Field id="pay-other" label={t("pay.amount")} value={typed} inputMode="decimal" autoComplete="off" error={wrong ? t("error.amount_open") : undefined} onInput={setTyped} />}
      {problem !== null && <Problem problem={problem} reference={link.link_id} />}
      <button type="submit" class="primary wide-button" aria-disabled={busy} data-action="pay-now">
        {busy ? t("checkout.opening") : <>{t("checkout.pay")} {paise !== null && <Money value={{ paise, currency }} />}</>}
      </button>
      <p class="muted small-text">{t("checkout.safe")}</p>
    </form>
  );
}
