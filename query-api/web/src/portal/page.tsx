import { useEffect } from "preact/hooks";
import { pages, type Booking } from "../api";
import { locale, t } from "../i18n";
import { formatTime } from "../time";
import { Skeleton } from "../ui/parts";
import { kindOf, Problem } from "../ui/problem";
import { Shell } from "../ui/shell";
import { useGatewayReturn, type Back } from "../use_return";
import { Credit } from "./credit";
import { History, Price } from "./details";
import { Papers } from "./papers";
import { Pay } from "./pay";
import { Payments } from "./payments";
import { Schedule } from "./schedule";
import { kSections } from "./section";
import { Top } from "./top";
import { useBooking, type BookingView } from "./use_booking";

export function BookingPage({ booking: id }: { booking: string }) {
  const view = useBooking(id);
  const back = useGatewayReturn(id, view.refresh);
  const { booking, problem } = view;
  const here = booking?.payments.some((p) => p.payment_id === back.awaited) ?? false;
  useEffect(() => view.hurry(back.awaited !== null && !here), [back.awaited, here]);
  const title = booking ? t("home.title", { plot: booking.plots.map((p) => p.no).join(", ") }) : t("home.page");
  return (
    <Shell title={title} heading={<h1>{title}</h1>}>
      <main id="main" class="page">
        {!booking && problem === null && <Skeleton lines={8} label={t("loading")} />}
        {!booking && problem !== null && (kindOf(problem) === "not-found" ? <NotHere id={id} /> : <Problem problem={problem} reference={id} onRetry={view.refresh} />)}
        {booking && <Home view={view} booking={booking} back={back} />}
      </main>
    </Shell>
  );
}

function Home({ view, booking, back }: { view: BookingView; booking: Booking; back: Back }) {
  const { stale, heardAt, refresh } = view;
  return (
    <>
      <Top booking={booking} />
      <Pay booking={booking} back={back} way={pages.booking(booking.booking_id)} onChange={refresh} />
      <Credit booking={booking} onChange={refresh} />
      <nav class="jump" aria-label={t("home.jump")}>{kSections.map((s) => <a key={s} href={`#${s}`}>{t(`home.${s}`)}</a>)}</nav>
      <Schedule booking={booking} />
      <Payments booking={booking} />
      <Papers booking={booking} />
      <Price booking={booking} />
      <History booking={booking} />
      <p class={stale ? "as-of stale" : "as-of"} data-position={booking.position}>{stale && t("stale")} {t("as_of", { time: formatTime(heardAt, locale()), position: booking.position })}</p>
    </>
  );
}

function NotHere({ id }: { id: string }) {
  return (
    <section class="notice warn" data-problem="not-here">
      <h2>{t("home.not_here")}</h2><p>{t("home.not_here_why")}</p><p>{t("home.not_here_todo")}</p>
      <p class="ids"><span class="muted">{t("booking.id")}</span> <code>{id}</code></p>
      <p><a href="/">{t("nowhere.back")}</a></p>
    </section>
  );
}
