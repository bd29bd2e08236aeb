// Addresses of a booking's papers. The browser follows them as links: its cookie shows whose they are.

const seg = encodeURIComponent;
/** "R/2627/AKR/00001" stays a path of its own. */
const path = (number: string) => number.split("/").map(seg).join("/");
const ofBooking = (booking: string) => `/v1/me/bookings/${seg(booking)}`;

export type TableFormat = "pdf" | "csv" | "xlsx";

export const paperUrls = {
  receipt: (b: string, no: string, lang: string) => `${ofBooking(b)}/receipts/${path(no)}.pdf?lang=${lang}`,
  paper: (b: string, no: string, lang: string) => `${ofBooking(b)}/papers/${path(no)}.pdf?lang=${lang}`,
  demand: (b: string, demand: string, lang: string) => `${ofBooking(b)}/demands/${seg(demand.split("/").pop()!)}.pdf?lang=${lang}`,
  letter: (b: string, kind: "allotment" | "agreement", lang: string) => `${ofBooking(b)}/${kind}.pdf?lang=${lang}`,
  statement: (b: string, format: TableFormat | "json", from: string, to: string, lang: string) => `${ofBooking(b)}/statement.${format}?from=${from}&to=${to}&lang=${lang}`,
  year: (b: string, fy: string, format: TableFormat, lang: string) => `${ofBooking(b)}/financial-years/${seg(fy)}.${format}?lang=${lang}`,
};

/** "2026-27" for a day of the financial year that begins on 1 April 2026. */
export function financialYear(day: string): string {
  const year = Number(day.slice(0, 4)), from = Number(day.slice(5, 7)) >= 4 ? year : year - 1;
  return `${from}-${String((from + 1) % 100).padStart(2, "0")}`;
}

/** Every financial year from one day's to another's, the latest first. */
export function financialYears(first: string, last: string): string[] {
  const years: string[] = [];
  for (let year = Number(financialYear(last).slice(0, 4)); year >= Number(financialYear(first).slice(0, 4)); --year) years.push(financialYear(`${year}-04-01`));
  return years;
}

/** The days of a financial year, as far as they have come. */
export function yearRange(year: string, today: string): { from: string; to: string } {
  const from = `${year.slice(0, 4)}-04-01`, end = `${Number(year.slice(0, 4)) + 1}-03-31`;
  return { from, to: end < today ? end : today };
}
