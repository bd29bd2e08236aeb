import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, pages, type Hold } from "../api";
import { formatArea } from "../area";
import { locale, t, tOr } from "../i18n";
import { similar } from "../map/filters";
import { shapesOf, type Shape } from "../map/geometry";
import { fromMap } from "../map/statuses";
import { CopyButton, Fact, Facts, Instant, Money } from "../ui/parts";

export function Booked({ hold }: { hold: Hold }) {
  const booking = hold.booking_id ?? "";
  return (
    <section class="panel outcome good" data-outcome="booked">
      <svg class="tick" viewBox="0 0 48 48" width="56" height="56" aria-hidden="true"><circle cx="24" cy="24" r="22" /><path d="M14 25l7 7 14-15" /></svg>
      <h2 tabIndex={-1}>{t("booked.title")}</h2>
      <p>{t("booked.more")}</p>
      <Facts>
        <Fact name={t("booking.id")}><b class="big-id" data-booking={booking}>{booking}</b> <CopyButton text={booking} label={t("booking.copy")} /></Fact>
        {hold.receipt_no && <Fact name={t("booking.receipt")}><span class="num" data-receipt={hold.receipt_no}>{hold.receipt_no}</span></Fact>}
        {hold.order && <Fact name={t("booked.paid")}><Money value={hold.order.amount} /></Fact>}
      </Facts>
      <p class="actions"><a class="button primary" href={pages.booking(booking)} data-action="home">{t("booked.home")}</a>
        <a class="button" href={pages.project(hold.project, hold.plots[0])}>{t("booked.map")}</a></p>
    </section>
  );
}

/** Money may be on its way: say so plainly, and that paying again is wrong. */
export function Waiting({ hold, late }: { hold: Hold; late: boolean }) {
  return (
    <section class="panel outcome wait" data-outcome="confirming" role="status">
      <h2>{t(late ? "confirming.title" : "checking.title")}</h2>
      <p><b>{t("confirming.safe")}</b></p>
      <p>{t("confirming.next")}</p>
      <p class="muted">{t("confirming.leave")}</p>
      <p class="ids"><span class="muted">{t("problem.reference")}</span> <code>{[hold.hold_id, hold.order?.order_id].filter(Boolean).join(" · ")}</code></p>
    </section>
  );
}

export function Orphaned({ hold }: { hold: Hold }) {
  return (
    <section class="panel outcome wait" data-outcome="orphaned">
      <h2>{t("orphaned.title")}</h2>
      <p>{t("orphaned.what")}</p>
      {hold.refund && (
        <Facts>
          <Fact name={t("refund.amount")}><Money value={hold.refund.amount} /></Fact>
          <Fact name={t("refund.state")}>{tOr("refund_state", hold.refund.state)}</Fact>
          {hold.refund.at && <Fact name={t("refund.at")}><Instant at={hold.refund.at} /></Fact>}
        </Facts>
      )}
      <p>{t("orphaned.when")}</p>
      <Others hold={hold} />
      <p class="ids"><span class="muted">{t("problem.reference")}</span> <code>{hold.hold_id}</code></p>
    </section>
  );
}

export function Ended({ hold, state }: { hold: Hold; state: "expired" | "released" }) {
  return (
    <section class="panel outcome" data-outcome={state}>
      <h2>{t(`${state}.title`)}</h2>
      <p>{t(`${state}.what`)}</p>
      <p>{t("ended.money")}</p>
      <Others hold={hold} />
    </section>
  );
}

/** The same plot if it is free again, else plots like it. */
function Others({ hold }: { hold: Hold }) {
  const [found, setFound] = useState<{ free: boolean; like: Shape[] } | null>(null);
  useEffect(() => {
    const look = async () => {
      const [project, map] = await Promise.all([api.project(hold.project), api.map(hold.project)]);
      const shapes = shapesOf((await api.layout(hold.project, project.body.layout_digest)).body);
      const letters = fromMap(map.body).letters;
      const mine = shapes.find((s) => s.id === hold.plots[0]);
      if (mine) setFound({ free: letters[mine.index] === "a", like: similar(shapes, mine, (s) => letters[s.index] ?? "u") });
    };
    look().catch(() => undefined); // the way to the map stands below in any case
  }, [hold.hold_id]);
  const again: ComponentChildren = found?.free && hold.state !== "orphaned"
    ? <><p>{t("ended.free")}</p><p class="actions"><a class="button primary" href={pages.project(hold.project, hold.plots[0])} data-action="again">{t("ended.again")}</a></p></>
    : found && found.like.length > 0 && (
        <div class="similar"><h3>{t("card.similar")}</h3>
          <ul>{found.like.map((s) => <li key={s.id}><a class="chip" href={pages.project(hold.project, s.id)}><b>{s.no}</b><span class="num">{formatArea(s.areaMm2, "sq_ft", locale())} {t("unit.sq_ft")}</span></a></li>)}</ul></div>
      );
  return <>{again}<p><a href={pages.project(hold.project)}>{t("booked.map")}</a></p></>;
}
