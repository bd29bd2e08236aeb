// The way to the gateway's page and back.

import type { GatewayReturn } from "../api";
import { pages } from "../api";

const kIds = ["razorpay_payment_id", "razorpay_order_id", "razorpay_signature"] as const;
const kFailures = ["error_code", "error_description", "error_reason"] as const;
export const kReturnFields: string[] = [...kIds, ...kFailures];

/** The gateway page's address with our way back. Null unless it is http(s). */
export function checkoutAddress(checkoutUrl: string, origin: string, hold: string, lang: string): string | null {
  let url: URL;
  try {
    url = new URL(checkoutUrl, origin);
  } catch {
    return null;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  url.searchParams.set("return", origin + pages.hold(hold));
  url.searchParams.set("lang", lang);
  return url.href;
}

export interface Returned { paid: GatewayReturn | null; failed: boolean }

/** What the gateway's page put into our address. */
export function returned(search: string): Returned {
  const query = new URLSearchParams(search);
  const [payment, order, signature] = kIds.map((name) => query.get(name));
  const paid = payment && order && signature ? { razorpay_payment_id: payment, razorpay_order_id: order, razorpay_signature: signature } : null;
  return { paid, failed: !paid && kFailures.some((name) => query.has(name)) };
}
