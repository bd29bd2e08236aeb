import { useRef, useState } from "preact/hooks";
import { api, type Booking } from "../api";
import { Intention } from "../http";
import { t } from "../i18n";
import { Money } from "../ui/parts";
import { Problem } from "../ui/problem";
import { tokenOf } from "./pay";

/** More came than was asked for: the buyer says whether it pays what is next or goes back. */
export function Credit({ booking: b, onChange }: { booking: Booking; onChange: () => void }) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const intention = useRef(new Intention());
  if (b.credit.paise <= 0 || b.state === "cancelled") return null;

  const act = async (what: string, call: (key: string) => Promise<unknown>) => {
    setProblem(null);
    try {
      await call(intention.current.keyFor(`${what} ${b.credit.paise}`));
      intention.current.decided();
      setAsking(false);
    } catch (caught) {
      intention.current.failed(caught);
      setProblem(caught);
    }
    onChange();
  };
  const token = tokenOf(b.booking_id);
  const apply = () => act("apply", (key) => api.applyCredit(b.booking_id, token, key));
  const refund = () => act("refund", (key) => api.askRefund(b.booking_id, token, { reason: "asked for by the buyer" }, key));
  return (
    <section class="panel" id="credit" aria-labelledby="credit-title" data-credit={b.credit.paise}>
      <h2 id="credit-title">{t("credit.title")} <Money value={b.credit} /></h2>
      <p>{t("credit.explain")}</p>
      <div class="actions">
        {b.outstanding.paise > 0 && <button type="button" class="primary" data-action="credit-apply" onClick={() => void apply()}>{t("credit.apply")}</button>}
        {!asking && <button type="button" data-action="credit-refund" onClick={() => setAsking(true)}>{t("credit.refund")}</button>}
        {asking && (
          <span class="ask" role="group" aria-label={t("credit.sure")}>
            <span>{t("credit.sure")}</span>
            <button type="button" data-action="credit-refund-yes" onClick={() => void refund()}>{t("credit.refund_yes")}</button>
            <button type="button" class="quiet" onClick={() => setAsking(false)}>{t("credit.refund_no")}</button>
          </span>
        )}
      </div>
      {problem !== null && <Problem problem={problem} reference={b.booking_id} />}
    </section>
  );
}
