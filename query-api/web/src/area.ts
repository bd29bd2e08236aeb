// Areas: whole mm² from the ledger, shown in the unit the reader chose.

export type AreaUnit = "sq_ft" | "sq_yd" | "sq_m";
export const kAreaUnits: AreaUnit[] = ["sq_ft", "sq_yd", "sq_m"];
const kMm2: Record<AreaUnit, number> = { sq_ft: 92_903.04, sq_yd: 836_127.36, sq_m: 1_000_000 };

export const areaIn = (mm2: number, unit: AreaUnit): number => mm2 / kMm2[unit];

/** The number alone, whole for feet and yards, one decimal for metres: for lists and labels. */
export function formatArea(mm2: number, unit: AreaUnit, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: unit === "sq_m" ? 1 : 0 }).format(areaIn(mm2, unit));
}
