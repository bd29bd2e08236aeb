import { HttpProblem } from "../http";
import { t, type Key } from "../i18n";
import { CopyButton } from "./parts";

/** Problem types that have words of their own in the catalogues; the rest share those of their status and lead to the server's page on the type. */
export const kProblemKinds = [
  "plot-unavailable", "idempotency-key-missing", "idempotency-key-reused", "projection-behind", "outcome-unknown",
  "invalid-signature", "not-found", "invalid-request", "too-many-requests", "too-many-holds", "hold-expired", "order-pending", "no-gateway", "prices-not-set", "plot-unknown",
  "amount-out-of-range", "amount-over-open", "amount-under-minimum", "nothing-open", "advance-cap", "cash-limit", "reference-missing", "reference-taken",
  "payment-known", "payment-declared", "link-cancelled", "link-expired", "link-paid", "booking-cancelled", "credit-exceeded", "refund-exceeds-credit",
  "refund-exceeds-payments", "day-in-future", "plan-unknown",
  "unavailable", "network", "unknown",
] as const;
export type ProblemKind = (typeof kProblemKinds)[number];

export function kindOf(problem: unknown): ProblemKind {
  if (!(problem instanceof HttpProblem)) return "unknown";
  if ((kProblemKinds as readonly string[]).includes(problem.kind)) return problem.kind as ProblemKind;
  if (problem.status === 429) return "too-many-requests";
  if (problem.status === 404) return "not-found";
  if (problem.status === 400 || problem.status === 422) return "invalid-request";
  return problem.status === 503 ? "unavailable" : "unknown";
}

/** The server's own page on a type that the catalogues have no words for. */
function pageOf(problem: unknown): string | null {
  if (!(problem instanceof HttpProblem) || (kProblemKinds as readonly string[]).includes(problem.kind)) return null;
  return /^[a-z][a-z-]+$/.test(problem.kind) && problem.body.type ? `/problems/${problem.kind}` : null;
}

interface ProblemProps { problem: unknown; reference?: string; onRetry?: () => void }

/** What happened, whether money is safe, what to do, and the id to tell on the phone. */
export function Problem({ problem, reference, onRetry }: ProblemProps) {
  const kind = kindOf(problem);
  const instance = problem instanceof HttpProblem ? problem.body.instance : undefined;
  const page = pageOf(problem);
  const ids = [reference, instance].filter(Boolean).join(" · ");
  return (
    <div class="notice bad" role="alert" data-problem={kind}>
      <h2>{t(`problem.${kind}.what` as Key)}</h2>
      <p>{t(`problem.${kind}.money` as Key)}</p>
      <p>{t(`problem.${kind}.todo` as Key)}</p>
      {page && <p><a href={page} target="_blank" rel="noopener">{t("problem.page")}</a></p>}
      {ids && <p class="ids"><span class="muted">{t("problem.reference")}</span> <code>{ids}</code> <CopyButton text={ids} label={t("problem.copy")} /></p>}
      {onRetry && <p><button type="button" onClick={onRetry}>{t("retry")}</button></p>}
    </div>
  );
}
