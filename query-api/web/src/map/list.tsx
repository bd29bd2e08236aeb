import { useEffect, useState } from "preact/hooks";
import type { AreaUnit } from "../area";
import { formatArea } from "../area";
import { formatCount, locale, t, tn, tOr } from "../i18n";
import { StatusPill } from "../ui/parts";
import { facingOf, isCorner } from "./filters";
import type { Shape } from "./geometry";
import type { MapStore } from "./store";

const kPage = 60;

/** The plot in words, as the list says it and the map's keyboard reads it out. */
export function describe(shape: Shape, store: MapStore, unit: AreaUnit): string {
  const parts = [
    shape.block ? t("plot.in_block", { no: shape.no, block: shape.block }) : t("plot.named", { no: shape.no }),
    `${formatArea(shape.areaMm2, unit, locale())} ${t(`unit.${unit}`)}`,
    facingOf(shape) && t("plot.faces", { facing: tOr("facing", facingOf(shape)) }),
    isCorner(shape) && t("plot.corner"),
    t(`status.${store.letter(shape)}`),
  ];
  return parts.filter(Boolean).join(", ");
}

interface ListProps { store: MapStore; shapes: Shape[]; unit: AreaUnit; text: string; onText: (text: string) => void; onOpen: (shape: Shape) => void }

/** The way to every plot without the map. */
export function PlotList({ store, shapes, unit, text, onText, onOpen }: ListProps) {
  const [shown, setShown] = useState(kPage);
  useEffect(() => setShown(kPage), [text, shapes.length]);
  void store.statuses.value; // the rows follow the statuses
  return (
    <section class="list" aria-labelledby="list-title">
      <div class="list-head">
        <h2 id="list-title" tabIndex={-1}>{t("list.title")}</h2>
        <span class="muted" role="status">{tn("list.count", shapes.length)}</span>
      </div>
      <input type="search" class="find" aria-label={t("list.find")} placeholder={t("list.find")} value={text}
        onInput={(e) => onText(e.currentTarget.value)} onKeyDown={(e) => { if (e.key === "Enter" && shapes[0]) onOpen(shapes[0]); }} />
      {shapes.length === 0 && <p class="empty">{t("list.none")}</p>}
      <ul class="rows">
        {shapes.slice(0, shown).map((shape) => (
          <li key={shape.id}>
            <button type="button" class="row" data-row={shape.id} onClick={() => onOpen(shape)}>
              <b class="row-no">{shape.no}</b>
              <span class="row-more">{[shape.block, facingOf(shape) && tOr("facing", facingOf(shape)), isCorner(shape) && t("plot.corner")].filter(Boolean).join(" · ")}</span>
              <span class="num">{formatArea(shape.areaMm2, unit, locale())} <small>{t(`unit.${unit}`)}</small></span>
              <StatusPill status={store.letter(shape)} />
            </button>
          </li>
        ))}
      </ul>
      {shapes.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown + 2 * kPage)}>{t("list.more", { n: formatCount(shapes.length - shown) })}</button>
      )}
    </section>
  );
}
