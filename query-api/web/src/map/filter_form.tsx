import { kAreaUnits, type AreaUnit } from "../area";
import { t, tOr } from "../i18n";
import { isNarrowed, type Filters } from "./filters";

interface FilterFormProps {
  filters: Filters; choices: { facings: string[]; corners: boolean }; open: boolean;
  onOpen: (open: boolean) => void; onChange: (filters: Filters) => void; onClear: () => void;
}

export function UnitSwitch({ unit, onChange }: { unit: AreaUnit; onChange: (unit: AreaUnit) => void }) {
  return (
    <fieldset class="segments">
      <legend class="sr-only">{t("unit.label")}</legend>
      {kAreaUnits.map((u) => (
        <label key={u} class={u === unit ? "on" : ""}>
          <input type="radio" name="unit" class="sr-only" checked={u === unit} onChange={() => onChange(u)} />{t(`unit.${u}`)}
        </label>
      ))}
    </fieldset>
  );
}

export function FilterForm({ filters, choices, open, onOpen, onChange, onClear }: FilterFormProps) {
  const set = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  return (
    <details class="filters" open={open} onToggle={(event) => onOpen(event.currentTarget.open)}>
      <summary id="filters-summary">{t("filters.title")}{isNarrowed(filters) && <span class="dot" aria-label={t("filters.active")} role="img" />}</summary>
      <div class="filter-grid">
        <div class="field"><label for="size-min">{t("filters.min")}</label>
          <input id="size-min" type="number" min="0" inputMode="numeric" value={filters.min} onInput={(e) => set({ min: e.currentTarget.value })} /></div>
        <div class="field"><label for="size-max">{t("filters.max")}</label>
          <input id="size-max" type="number" min="0" inputMode="numeric" value={filters.max} onInput={(e) => set({ max: e.currentTarget.value })} /></div>
        {choices.facings.length > 0 && (
          <div class="field"><label for="facing">{t("attribute.facing")}</label>
            <select id="facing" value={filters.facing} onChange={(e) => set({ facing: e.currentTarget.value })}>
              <option value="">{t("filters.any")}</option>
              {choices.facings.map((f) => <option key={f} value={f}>{tOr("facing", f)}</option>)}
            </select></div>
        )}
        {choices.corners && (
          <label class="check"><input type="checkbox" checked={filters.corner} onChange={(e) => set({ corner: e.currentTarget.checked })} />{t("filters.corner")}</label>
        )}
        {isNarrowed(filters) && <button type="button" class="quiet small" onClick={onClear}>{t("filters.clear")}</button>}
      </div>
    </details>
  );
}
