// One fill per status: colour and pattern together, coloured by the style sheet so that the theme can change.
// `plot-*` is measured in metres on the map, `legend-*` in pixels.

import type { StatusLetter } from "../api";
import { kLetters } from "./statuses";

const kMarks: Record<StatusLetter, string> = {
  a: "",
  h: "M-1 5L5 -1M-1 9L9 -1M3 9L9 3",
  b: "M2 1.2v1.6M1.2 2h1.6M6 5.2v1.6M5.2 6h1.6",
  r: "M2 0V8M6 0V8",
  d: "M0 2H8M0 6H8M2 0V8M6 0V8",
  x: "M0 0L8 8M8 0L0 8",
  u: "M0 4H3M4 0H7",
};

function Pattern({ id, status, unit }: { id: string; status: StatusLetter; unit: number }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform={`scale(${unit})`}>
      <rect width="8" height="8" class={`ground st-${status}`} />
      {kMarks[status] && <path d={kMarks[status]} class={`marks st-${status}`} fill="none" stroke-width="1.1" />}
    </pattern>
  );
}

export function PatternDefs({ unit }: { unit: number }) {
  return (
    <svg class="defs" width="0" height="0" aria-hidden="true">
      <defs>
        {kLetters.map((s) => <Pattern key={`p${s}`} id={`plot-${s}`} status={s} unit={unit} />)}
        {kLetters.map((s) => <Pattern key={`l${s}`} id={`legend-${s}`} status={s} unit={1} />)}
      </defs>
    </svg>
  );
}
