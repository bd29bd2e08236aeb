// What one tab remembers: hold tokens (beside the HttpOnly cookie), the contact typed once, where the visitor came from.
// sessionStorage only: it ends with the tab and is never sent by itself.

import type { Contact, GatewayReturn } from "./api";

function read<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(`plotledger.${name}`) ?? "null") as T | null;
  } catch {
    return null;
  }
}
function write(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(`plotledger.${name}`);
    else sessionStorage.setItem(`plotledger.${name}`, JSON.stringify(value));
  } catch { /* storage is off: the cookie still works */ }
}

export interface MyHold { hold: string; project: string; plots: string[] }

export const memory = {
  token: (hold: string) => read<string>(`token.${hold}`),
  keepToken: (hold: string, token: string) => write(`token.${hold}`, token),
  holdOfBooking: (booking: string) => read<string>(`booking.${booking}`),
  keepBooking: (booking: string, hold: string) => write(`booking.${booking}`, hold),
  contact: () => read<Contact>("contact"),
  keepContact: (contact: Contact) => write("contact", contact),
  holds: () => read<MyHold[]>("holds") ?? [],
  keepHold: (mine: MyHold) => write("holds", [mine, ...memory.holds().filter((h) => h.hold !== mine.hold)].slice(0, 10)),
  dropHold: (hold: string) => write("holds", memory.holds().filter((h) => h.hold !== hold)),
  source: () => read<Record<string, string>>("source"),
  /** What the gateway's page handed back, kept until the server has taken it. */
  gatewayReturn: (hold: string) => read<GatewayReturn>(`return.${hold}`),
  keepGatewayReturn: (hold: string, fields: GatewayReturn | null) => write(`return.${hold}`, fields),
  /** The gateway's payment that a booking or a link still waits for. */
  awaited: (key: string) => read<string>(`awaited.${key}`),
  keepAwaited: (key: string, payment: string | null) => write(`awaited.${key}`, payment),
  linkToken: (link: string) => read<string>(`link.${link}`),
  keepLinkToken: (link: string, token: string) => write(`link.${link}`, token),
  /** What a link had got when its payment began. */
  linkPaid: (link: string) => read<number>(`linkpaid.${link}`),
  keepLinkPaid: (link: string, paise: number) => write(`linkpaid.${link}`, paise),
  /** True from the gateway's success until the hold has left "held". */
  paid: (hold: string) => read<boolean>(`paid.${hold}`) ?? false,
  keepPaid: (hold: string, paid: boolean) => write(`paid.${hold}`, paid ? true : null),
};

/** Campaign fields of the first address opened in this tab; sent with the hold. */
export function rememberSource(search: string): void {
  const query = new URLSearchParams(search);
  const found: Record<string, string> = {};
  for (const name of ["utm_source", "utm_campaign", "partner"]) {
    const value = query.get(name);
    if (value) found[name] = value.slice(0, 100);
  }
  if (Object.keys(found).length && !memory.source()) write("source", found);
}
