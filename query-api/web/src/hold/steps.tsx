import { t } from "../i18n";

const kSteps = ["hold", "details", "pay", "booked"] as const;
export type StepName = (typeof kSteps)[number];

/** Where the buyer stands: Hold, Details, Pay, Booked. */
export function Steps({ at }: { at: StepName }) {
  const now = kSteps.indexOf(at);
  return (
    <ol class="steps" aria-label={t("steps.label")}>
      {kSteps.map((step, i) => (
        <li key={step} class={i < now || at === "booked" ? "done" : i === now ? "now" : ""} aria-current={i === now ? "step" : undefined}>
          <span class="step-no" aria-hidden="true">{i < now || at === "booked" ? "✓" : i + 1}</span>{t(`step.${step}`)}
          {(i < now || at === "booked") && <span class="sr-only"> {t("steps.done")}</span>}
        </li>
      ))}
    </ol>
  );
}
