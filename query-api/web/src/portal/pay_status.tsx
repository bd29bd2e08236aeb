import { useEffect, useState } from "preact/hooks";
import type { Booking } from "../api";
import { t } from "../i18n";
import { Money } from "../ui/parts";
import { Problem } from "../ui/problem";
import type { Back } from "../use_return";

/** After the gateway's page: on its way, arrived, failed or left. */
export function PayStatus({ booking: b, back }: { booking: Booking; back: Back }) {
  const arrived = b.payments.find((p) => p.payment_id === back.awaited);
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    if (!arrived) return;
    setShown(arrived.payment_id);
    back.arrived();
  }, [arrived?.payment_id]);

  const received = b.payments.find((p) => p.payment_id === shown) ?? arrived;
  if (received) {
    return (
      <div class="notice good" role="status" data-paid={received.payment_id}>
        <h3>{t("pay.received")}</h3><p><b><Money value={received.amount} /></b>{received.receipt_no && <> · {t("booking.receipt")} <span class="num">{received.receipt_no}</span></>}</p>
      </div>
    );
  }
  if (back.awaited !== null) {
    return (
      <>
        <div class="notice warn" role="status" data-paid="confirming"><h3>{t("checking.title")}</h3><p><b>{t("confirming.safe")}</b> {t("pay.checking")}</p><p class="ids"><code>{back.awaited}</code></p></div>
        {back.problem !== null && <Problem problem={back.problem} reference={back.awaited} />}
      </>
    );
  }
  if (back.how === "failed") return <div class="notice warn" role="alert" data-back="failed"><h3>{t("failed.title")}</h3><p>{t("pay.failed_money")}</p><p>{t("pay.failed_todo")}</p></div>;
  if (back.how === "closed") return <div class="notice warn" role="alert" data-back="closed"><h3>{t("closed.title")}</h3><p>{t("pay.closed_money")}</p></div>;
  return null;
}
