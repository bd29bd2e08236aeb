import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
const kRemembered = "plotledger.theme";

export const theme = signal<Theme>("system");

export function startTheme(): void {
  const kept = localStorage.getItem(kRemembered);
  useTheme(kept === "light" || kept === "dark" ? kept : "system");
}

export function useTheme(next: Theme): void {
  theme.value = next;
  const root = document.documentElement;
  if (next === "system") root.removeAttribute("data-theme");
  else root.setAttribute("data-theme", next);
  if (next === "system") localStorage.removeItem(kRemembered);
  else localStorage.setItem(kRemembered, next);
}

/** What the eye sees now: light or dark. */
export const isDark = (): boolean =>
  theme.value === "dark" || (theme.value === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
