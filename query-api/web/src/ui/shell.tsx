import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { lang, t, useLang, type Lang } from "../i18n";
import { isDark, useTheme } from "./theme";
import { stripQuery } from "../route";

const kNames: Record<Lang, string> = { en: "English", hi: "हिन्दी" };

function LangSwitch() {
  const other: Lang = lang.value === "en" ? "hi" : "en";
  const press = () => { stripQuery(["lang"]); void useLang(other, true); };
  return <button type="button" class="quiet" lang={other} data-action="lang" onClick={press}>{kNames[other]}</button>;
}

function ThemeSwitch() {
  const dark = isDark();
  return (
    <button type="button" class="quiet icon" aria-label={t(dark ? "theme.to_light" : "theme.to_dark")} title={t(dark ? "theme.to_light" : "theme.to_dark")}
      onClick={() => useTheme(dark ? "light" : "dark")}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        {dark
          ? <g stroke="currentColor" stroke-width="1.6" stroke-linecap="round" fill="none"><circle cx="10" cy="10" r="3.4" /><path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4" /></g>
          : <path d="M16.5 12.4A7 7 0 0 1 7.6 3.5a7 7 0 1 0 8.9 8.9z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" />}
      </svg>
    </button>
  );
}

interface ShellProps { title: string; heading?: ComponentChildren; badge?: ComponentChildren; wide?: boolean; skipTo?: { id: string; text: string }; children: ComponentChildren }

/** The frame of every page: skip link, mark, heading, language and theme. */
export function Shell({ title, heading, badge, wide, skipTo, children }: ShellProps) {
  useEffect(() => { document.title = title === "Plotledger" ? title : `${title} · Plotledger`; }, [title]);
  return (
    <div class={wide ? "shell wide" : "shell"}>
      <a class="skip" href={`#${skipTo?.id ?? "main"}`}>{skipTo?.text ?? t("skip")}</a>
      <header class="bar">
        <a class="mark" href="/" aria-label={t("home")}>
          <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="7" class="mark-ground" /><path d="M7 8h8v7H7z" class="mark-a" /><path d="M17 8h8v7h-8zM7 17h8v7H7z" class="mark-line" /><path d="M17 17h8v7h-8z" class="mark-b" /></svg>
          <span>Plotledger</span>
        </a>
        <div class="bar-heading">{heading}</div>
        {badge}
        <div class="bar-tools"><LangSwitch /><ThemeSwitch /></div>
      </header>
      {children}
    </div>
  );
}
