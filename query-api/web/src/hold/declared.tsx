import type { Hold } from "../api";
import { t } from "../i18n";
import { DeclaredList } from "../ui/declared";

/** A payment by bank or cheque was declared: the plot waits for finance, not for the clock. */
export function DeclaredHold({ hold }: { hold: Hold }) {
  return (
    <section class="panel outcome wait" data-outcome="declared" role="status">
      <h2>{t("declared.title")}</h2>
      <p><b>{t("declared.kept")}</b></p>
      <DeclaredList declared={hold.declared ?? []} />
      <p class="muted">{t("confirming.leave")}</p>
      <p class="ids"><span class="muted">{t("problem.reference")}</span> <code>{hold.hold_id}</code></p>
    </section>
  );
}

/** True while finance looks at a declared payment: until then the hold does not end. */
export const isDeclared = (hold: Hold): boolean => (hold.declared ?? []).some((d) => d.state === "declared" || d.state === "deposited");
