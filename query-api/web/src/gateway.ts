// The way to the gateway's page and back.

import type { GatewayReturn } from "./api";

const kIds = ["razorpay_payment_id", "razorpay_order_id", "razorpay_signature"] as const;
const kFailed = "razorpay_error_code";
const kClosed = "razorpay_closed";
export const kReturnFields: string[] = [...kIds, kFailed, "razorpay_error_description", kClosed];

/** The gateway page's address with the way back to our page `back`. Null unless it is http(s). */
export function checkoutAddress(checkoutUrl: string, origin: string, back: string, lang: string): string | null {
  let url: URL;
  try {
    url = new URL(checkoutUrl, origin);
  } catch {
    return null;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  url.searchParams.set("return", origin + back);
  url.searchParams.set("lang", lang);
  return url.href;
}

/** How the buyer came back: with a signed payment, after a failed one, having closed the page, or not from there at all. */
export type Returned = { how: "paid"; fields: GatewayReturn } | { how: "failed" | "closed" | "not" };

/** What the gateway's page put into our address. */
export function returned(search: string): Returned {
  const query = new URLSearchParams(search);
  const [payment, order, signature] = kIds.map((name) => query.get(name));
  if (payment && order && signature) {
    return { how: "paid", fields: { razorpay_payment_id: payment, razorpay_order_id: order, razorpay_signature: signature } };
  }
  if (query.has(kFailed)) return { how: "failed" };
  return { how: query.has(kClosed) ? "closed" : "not" };
}
