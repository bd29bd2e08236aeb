import { HttpProblem } from "../http";
import { t, type Key } from "../i18n";
import { CopyButton } from "./parts";

/** Problem types that have words of their own in the catalogues; the rest share "unknown". */
export const kProblemKinds = [
  "plot-unavailable", "idempotency-key-missing", "idempotency-key-reused", "projection-behind", "outcome-unknown",
  "invalid-signature", "not-found", "invalid-request", "too-many-requests", "too-many-holds", "hold-expired", "order-pending", "no-gateway", "prices-not-set", "plot-unknown",
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

interface ProblemProps { problem: unknown; reference?: string; onRetry?: () => void }

/** What happened, whether money is safe, what to do, and the id to tell on the phone. */
export function Problem({ problem, reference, onRetry }: ProblemProps) {
  const kind = kindOf(problem);
  const instance = problem instanceof HttpProblem ? problem.body.instance : undefined;
  const ids = [reference, instance].filter(Boolean).join(" · ");
  return (
    <div class="notice bad" role="alert" data-problem={kind}>
      <h2>{t(`problem.${kind}.what` as Key)}</h2>
      <p>{t(`problem.${kind}.money` as Key)}</p>
      <p>{t(`problem.${kind}.todo` as Key)}</p>
      {ids && <p class="ids"><span class="muted">{t("problem.reference")}</span> <code>{ids}</code> <CopyButton text={ids} label={t("problem.copy")} /></p>}
      {onRetry && <p><button type="button" onClick={onRetry}>{t("retry")}</button></p>}
    </div>
  );
}
