import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Money as MoneyValue, StatusLetter } from "../api";
import { formatMoney } from "../money";
import { formatInstant, ownZone } from "../time";
import { locale, t } from "../i18n";

export function Money({ value }: { value: MoneyValue }) {
  return <span class="money">{formatMoney(value, locale())}</span>;
}

export function Instant({ at }: { at: string }) {
  return <time dateTime={at} title={ownZone(at, locale()) || undefined}>{formatInstant(at, locale())}</time>;
}

/** Grey lines in place of content; they show themselves only after 200 ms. */
export function Skeleton({ lines = 4, label }: { lines?: number; label: string }) {
  return (
    <div class="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, i) => <span key={i} class={`bone w${i % 4}`} />)}
    </div>
  );
}

/** The swatch of a status: the map's own colour and pattern. */
export function Swatch({ status }: { status: StatusLetter }) {
  return (
    <svg class="swatch" viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">
      <rect x="1" y="1" width="20" height="20" rx="4" fill={`url(#legend-${status})`} class="swatch-edge" />
      <text x="11" y="15.2" text-anchor="middle">{t(`letter.${status}`)}</text>
    </svg>
  );
}

export function StatusPill({ status }: { status: StatusLetter }) {
  return <span class={`pill st-${status}`}><b aria-hidden="true">{t(`letter.${status}`)}</b>{t(`status.${status}`)}</span>;
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    setDone(true);
    timer.current = window.setTimeout(() => setDone(false), 2000);
  };
  if (!navigator.clipboard) return null;
  return <button type="button" class="quiet small" aria-label={label} onClick={copy}>{done ? t("copied") : t("copy")}</button>;
}

interface FieldProps {
  id: string; label: string; hint?: string; error?: string; value: string; type?: "text" | "tel" | "email" | "date"; autoComplete?: string;
  inputMode?: "text" | "tel" | "email" | "decimal"; optional?: boolean; onInput: (value: string) => void;
}

export function Field({ id, label, hint, error, value, type = "text", autoComplete, inputMode, optional, onInput }: FieldProps) {
  const notes = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div class={error ? "field bad" : "field"}>
      <label for={id}>{label}{optional && <span class="muted"> {t("form.optional")}</span>}</label>
      <input id={id} name={id} type={type as "text"} value={value} autoComplete={autoComplete} inputMode={inputMode} maxLength={200}
        aria-invalid={error ? "true" : undefined} aria-describedby={notes || undefined}
        onInput={(event) => onInput(event.currentTarget.value)} />
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
    </div>
  );
}

export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}
