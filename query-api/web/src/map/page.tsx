import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { StatusLetter } from "../api";
import { formatCount, locale, t } from "../i18n";
import { stripQuery } from "../route";
import { formatTime } from "../time";
import { Skeleton } from "../ui/parts";
import { Problem } from "../ui/problem";
import { Shell } from "../ui/shell";
import { MapCanvas, type MapControl } from "./canvas";
import { PlotCard } from "./card";
import { choicesIn, fits, kNoFilters, matchesText, type Filters } from "./filters";
import { FilterForm, UnitSwitch } from "./filter_form";
import type { Shape } from "./geometry";
import { Legend } from "./legend";
import { describe, PlotList } from "./list";
import { MapStore } from "./store";

const kPhone = "(max-width: 860px)"; // as in style.css
const kAfterLayoutMs = 60;

function LiveBadge({ store }: { store: MapStore }) {
  const link = store.link.value;
  const position = store.statuses.value?.position;
  if (!position) return null;
  return (
    <p class={`live ${link}`} data-link={link}>
      <b><span class="lamp" aria-hidden="true" />{t(`link.${link}`)}</b>
      <span class="as-of">{t("as_of", { time: formatTime(store.heardAt.value, locale()), position })}</span>
    </p>
  );
}

export function MapPage({ project }: { project: string }) {
  const store = useMemo(() => new MapStore(project), [project]);
  const [problem, setProblem] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setProblem(null);
    store.start().catch(setProblem);
    return () => store.stop();
  }, [store, attempt]);
  const name = store.project.value?.name ?? "";
  const heading = name && <><h1>{name}</h1><span class="muted">{store.project.value?.city}</span></>;
  return (
    <Shell title={name || t("map.title")} heading={heading} wide badge={<LiveBadge store={store} />} skipTo={{ id: "list-title", text: t("skip_list") }}>
      {problem !== null ? <main id="main" class="page"><Problem problem={problem} onRetry={() => setAttempt(attempt + 1)} /></main>
        : store.statuses.value === null ? <main id="main" class="page"><Skeleton lines={8} label={t("loading")} /></main>
        : <MapWork store={store} projectId={project} />}
    </Shell>
  );
}

function MapWork({ store, projectId }: { store: MapStore; projectId: string }) {
  const [filters, setFilters] = useState<Filters>(kNoFilters);
  const [filtersOpen, setFiltersOpen] = useState(false);
  const [open, setOpen] = useState<Shape | null>(null);
  const [wantsHold, setWantsHold] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [spoken, setSpoken] = useState("");
  const control = useRef<MapControl | null>(null);
  const shapes = store.shapes.value;
  const letters = store.statuses.value!.letters;

  const { fitting, out } = useMemo(() => {
    const inside = shapes.filter((s) => fits(s, letters[s.index] ?? "u", filters));
    const kept = new Set(inside.map((s) => s.index));
    return { fitting: inside, out: new Set(shapes.filter((s) => !kept.has(s.index)).map((s) => s.index)) };
  }, [shapes, letters, filters]);
  const listed = useMemo(() => fitting.filter((s) => matchesText(s, filters.text)), [fitting, filters.text]);
  const choices = useMemo(() => choicesIn(shapes), [shapes]);

  /** On a phone the sheet covers most of the map: what is left of it shows the plot. */
  const openCard = (shape: Shape, hold = false) => {
    setWantsHold(hold);
    setOpen(shape);
    setSheet(true);
    control.current?.mark(shape);
    if (matchMedia(kPhone).matches) setTimeout(() => control.current?.show(shape), kAfterLayoutMs);
  };
  const fromList = (shape: Shape) => { openCard(shape); control.current?.show(shape); };
  const close = () => { setOpen(null); setSheet(false); control.current?.focus(); };
  const toggle = (letter: StatusLetter) =>
    setFilters({ ...filters, statuses: filters.statuses.includes(letter) ? filters.statuses.filter((s) => s !== letter) : [...filters.statuses, letter] });
  const showList = () => { setOpen(null); setSheet(true); requestAnimationFrame(() => document.getElementById("list-title")?.focus()); };

  /** A link to one plot opens the map on it. */
  const ready = (made: MapControl) => {
    control.current = made;
    const wanted = new URLSearchParams(location.search).get("plot");
    const shape = wanted === null ? undefined : store.find(wanted);
    if (shape) requestAnimationFrame(() => fromList(shape));
    if (wanted !== null) stripQuery(["plot"]);
  };

  // Before paint: a key pressed the moment a card appears must meet the handler that knows of it.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = (event.target as Element).closest("input, select, textarea");
      if (event.key === "Escape") { if (open) close(); else if (sheet) { setSheet(false); control.current?.focus(); } return; }
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "f") { setOpen(null); setSheet(true); setFiltersOpen(true); requestAnimationFrame(() => document.getElementById("filters-summary")?.focus()); }
      else if (key === "l") showList();
      else if (key === "h" && open) setWantsHold(true);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [open, sheet]);

  return (
    <main id="main" class={sheet ? "map-page sheet-open" : "map-page"}>
      <section class={store.link.value === "reconnecting" ? "map-pane old" : "map-pane"} aria-label={t("map.title")}>
        <MapCanvas store={store} out={out} onReady={ready} onOpen={(s) => openCard(s)} onHold={(s) => openCard(s, true)}
          onActive={(s) => setSpoken(describe(s, store, filters.unit))} />
        <div class="zoom">
          <button type="button" aria-label={t("zoom.in")} title="+" onClick={() => control.current?.zoomBy(1.5)}>+</button>
          <button type="button" aria-label={t("zoom.out")} title="−" onClick={() => control.current?.zoomBy(1 / 1.5)}>−</button>
          <button type="button" aria-label={t("zoom.fit")} title="0" onClick={() => control.current?.fit()}><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" fill="none" stroke="currentColor" stroke-width="1.7" /></svg></button>
        </div>
        <p class="spoken" role="status">{spoken}</p>
      </section>
      <div class="legend-area"><Legend counts={store.counts.value} chosen={filters.statuses} onToggle={toggle} /></div>
      <aside class="side" aria-label={t("side.label")}>
        <button type="button" class="handle" aria-expanded={sheet} onClick={() => (sheet ? (open ? close() : setSheet(false)) : setSheet(true))}>
          <span class="grip" aria-hidden="true" />{sheet ? t("sheet.hide") : t("sheet.show", { n: formatCount(listed.length) })}
        </button>
        {open ? <PlotCard store={store} projectId={projectId} shape={open} unit={filters.unit} wantsHold={wantsHold} onOpen={fromList} onClose={close} />
          : <div class="browse">
              <div class="browse-tools">
                <FilterForm filters={filters} choices={choices} open={filtersOpen} onOpen={setFiltersOpen} onChange={setFilters} onClear={() => setFilters({ ...kNoFilters, unit: filters.unit })} />
                <UnitSwitch unit={filters.unit} onChange={(unit) => setFilters({ ...filters, unit, min: "", max: "" })} />
              </div>
              <PlotList store={store} shapes={listed} unit={filters.unit} text={filters.text} onText={(text) => setFilters({ ...filters, text })} onOpen={fromList} />
            </div>}
      </aside>
    </main>
  );
}
