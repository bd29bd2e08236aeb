import type { StatusLetter } from "../api";
import { formatCount, t } from "../i18n";
import { Swatch } from "../ui/parts";
import { kLetters } from "./statuses";

interface LegendProps { counts: Record<StatusLetter, number>; chosen: StatusLetter[]; onToggle: (letter: StatusLetter) => void }

/** Every status with its live count; a press shows only that status. */
export function Legend({ counts, chosen, onToggle }: LegendProps) {
  return (
    <ul class="legend" aria-label={t("legend.label")}>
      {kLetters.filter((s) => counts[s] > 0 || s === "a" || s === "h" || s === "b").map((s) => (
        <li key={s}>
          <button type="button" class="chip" data-legend={s} aria-pressed={chosen.includes(s)} onClick={() => onToggle(s)}>
            <Swatch status={s} />
            <span>{t(`status.${s}`)}</span>
            <b class="num">{formatCount(counts[s])}</b>
          </button>
        </li>
      ))}
    </ul>
  );
}
