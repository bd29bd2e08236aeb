// Checks of what a visitor types about himself. Empty result: fine. The words are catalogue keys.

import type { Applicant, Contact } from "./api";
import type { Key } from "./i18n";

export type Errors<T> = Partial<Record<keyof T, Key>>;

/** "98765 43210" is an Indian mobile; "+971…" stays; anything else is no number (null). */
export function normalPhone(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, "");
  if (/^[6-9]\d{9}$/.test(digits)) return `+91${digits}`;
  if (/^0[6-9]\d{9}$/.test(digits)) return `+91${digits.slice(1)}`;
  if (/^91[6-9]\d{9}$/.test(digits)) return `+${digits}`;
  const world = digits.replace(/^00/, "+");
  return /^\+[1-9]\d{7,14}$/.test(world) ? world : null;
}

const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

export function contactErrors(contact: Contact): Errors<Contact> {
  const errors: Errors<Contact> = {};
  const phone = contact.phone?.trim() ?? "", email = contact.email?.trim() ?? "";
  if (contact.name.trim().length < 2) errors.name = "error.name";
  if (!phone && !email) errors.phone = "error.phone_or_email";
  if (phone && normalPhone(phone) === null) errors.phone = "error.phone";
  if (email && !isEmail(email)) errors.email = "error.email";
  return errors;
}

export function applicantErrors(applicant: Applicant): Errors<Applicant> {
  const errors: Errors<Applicant> = contactErrors(applicant);
  if (applicant.pan && !/^[A-Z]{5}\d{4}[A-Z]$/.test(applicant.pan.trim().toUpperCase())) errors.pan = "error.pan";
  return errors;
}

/** The contact as it is sent: trimmed, the phone in one form, empty fields left out. */
export function sentContact<T extends Contact>(contact: T): T {
  const sent = Object.fromEntries(Object.entries(contact).map(([k, v]) => [k, typeof v === "string" ? v.trim() : v]).filter(([, v]) => v !== "" && v !== undefined)) as T;
  if (sent.phone) sent.phone = normalPhone(sent.phone) ?? sent.phone;
  return sent;
}

/** Shares in basis points: equal parts, the remainder on the last. */
export function equalShares(n: number): number[] {
  const each = Math.floor(10_000 / n);
  return Array.from({ length: n }, (_, i) => (i === n - 1 ? 10_000 - each * (n - 1) : each));
}
