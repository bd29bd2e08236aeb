// Instants are shown in Indian Standard Time with the zone's name; days are calendar days.

export const kZone = "Asia/Kolkata";

export function formatTime(at: Date | number | string, locale: string): string {
  return `${new Intl.DateTimeFormat(locale, { timeZone: kZone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(new Date(at))} IST`;
}

export function formatInstant(at: Date | number | string, locale: string): string {
  const text = new Intl.DateTimeFormat(locale, {
    timeZone: kZone, day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(new Date(at));
  return `${text} IST`;
}

/** The reader's own zone, for a tooltip; empty when he is in India's. */
export function ownZone(at: Date | number | string, locale: string): string {
  const date = new Date(at);
  if (date.getTimezoneOffset() === -330) return "";
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "long" }).format(date);
}

/** "2026-12-01" as a day, the same in every zone. */
export function formatDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

/** 14:05 left, or 1:02:05; never below 0:00. */
export function formatLeft(ms: number): string {
  const s = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number) => n.toString().padStart(2, "0");
  const minutes = Math.floor(s / 60) % 60;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
}
