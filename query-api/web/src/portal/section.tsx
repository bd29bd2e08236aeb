import type { ComponentChildren } from "preact";
import { t } from "../i18n";

export const kSections = ["schedule", "payments", "papers", "price", "history"] as const;
export type SectionName = (typeof kSections)[number];

export function Section({ id, children }: { id: SectionName; children: ComponentChildren }) {
  return <section class="panel" id={id} aria-labelledby={`${id}-title`}><h2 id={`${id}-title`}>{t(`home.${id}`)}</h2>{children}</section>;
}
