// Paise to text, in full, never compact. Whole rupees and paise are kept apart: no fraction is computed.

import type { Money } from "./api";

const formats = new Map<string, Intl.NumberFormat>();

function rupeeFormat(locale: string, currency: string): Intl.NumberFormat {
  const name = `${locale}/${currency}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: 2, maximumFractionDigits: 2 });
    formats.set(name, format);
  }
  return format;
}

/** ₹12,34,567.00 in the given locale. Throws on what is not a whole number of paise. */
export function formatMoney(money: Money, locale: string): string {
  if (!Number.isSafeInteger(money.paise)) throw new RangeError("paise must be a whole number");
  const paise = BigInt(money.paise);
  const size = paise < 0n ? -paise : paise;
  const cents = (size % 100n).toString().padStart(2, "0");
  const text = rupeeFormat(locale, money.currency)
    .formatToParts(size / 100n)
    .map((part) => (part.type === "fraction" ? cents : part.value))
    .join("");
  return paise < 0n ? `−${text}` : text;
}

/** 18 % from 1800, 2.5 % from 250. */
export function formatBasisPoints(points: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(points / 10_000);
}

const kDevanagariZero = 0x0966;

/** "1,25,000.50" (Devanagari digits, spaces and a ₹ too) as whole paise; null if it is no amount above zero. */
export function parseRupees(text: string): number | null {
  const plain = text.replace(/[\u0966-\u096f]/g, (digit) => String(digit.charCodeAt(0) - kDevanagariZero)).replace(/[₹,\s]/g, "");
  const parts = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!parts) return null;
  const paise = Number(parts[1]) * 100 + Number((parts[2] ?? "").padEnd(2, "0"));
  return Number.isSafeInteger(paise) && paise > 0 ? paise : null;
}

/** 12500050 as "125000.50", to be typed over. */
export function plainRupees(paise: number): string {
  return `${Math.floor(paise / 100)}.${String(paise % 100).padStart(2, "0")}`;
}
