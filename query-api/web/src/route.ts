// Which page an address means, and moving between pages without reloading.

import { signal } from "@preact/signals";

export type Route =
  | { page: "projects" }
  | { page: "map"; project: string }
  | { page: "hold"; hold: string }
  | { page: "booking"; booking: string }
  | { page: "link"; link: string }
  | { page: "nowhere" };

export function routeOf(path: string): Route {
  let parts: string[];
  try {
    parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    return { page: "nowhere" };
  }
  const [a, b, c] = parts;
  if (a === undefined) return { page: "projects" };
  if (a === "p" && b && parts.length === 2) return { page: "map", project: b };
  if (a === "h" && b && parts.length === 2) return { page: "hold", hold: b };
  if (a === "pay" && b && parts.length === 2) return { page: "link", link: b };
  if (a === "me" && b === "b" && c && parts.length === 3) return { page: "booking", booking: c };
  return { page: "nowhere" };
}

export const path = signal("/");

export function startRouting(): void {
  path.value = location.pathname;
  addEventListener("popstate", () => { path.value = location.pathname; });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a[href]") as HTMLAnchorElement | null;
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.target || link.hash || routeOf(link.pathname).page === "nowhere") return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}

export function navigate(to: string): void {
  history.pushState(null, "", to);
  path.value = location.pathname;
  scrollTo(0, 0);
}

/** Takes the named fields out of the address, so that a reload or a copied link does not carry them. */
export function stripQuery(names: string[]): void {
  const url = new URL(location.href);
  names.forEach((name) => url.searchParams.delete(name));
  history.replaceState(history.state, "", url.pathname + url.search + url.hash);
}
