// One project's map: geometry once, statuses live. The page and the SVG layer read signals and listen for changed places.

import { computed, signal } from "@preact/signals";
import { api, type ProjectDetail } from "../api";
import { clock } from "../clock";
import { MapStream, type Link } from "../live";
import { shapesOf, type Shape } from "./geometry";
import { countsOf, onDelta, onMap, type Statuses, type Step } from "./statuses";

type Listener = (changed: number[]) => void;

export class MapStore {
  readonly project = signal<ProjectDetail | null>(null);
  readonly shapes = signal<Shape[]>([]);
  readonly statuses = signal<Statuses | null>(null);
  readonly link = signal<Link>("connecting");
  /** Server time at which what is shown was last known to be true. */
  readonly heardAt = signal(0);
  readonly counts = computed(() => countsOf(this.statuses.value?.letters ?? []));

  private readonly places_ = new Map<string, number>();
  private readonly listeners_ = new Set<Listener>();
  private stream_: MapStream | null = null;
  private stopped_ = false;

  constructor(private readonly id_: string) {}

  /** Loads project and layout (cached for ever by digest), then statuses, then follows the stream. Throws HttpProblem. */
  async start(): Promise<void> {
    const [project, map] = await Promise.all([api.project(this.id_), api.map(this.id_)]);
    const layout = await api.layout(this.id_, project.body.layout_digest);
    if (this.stopped_) return;
    const shapes = shapesOf(layout.body);
    shapes.forEach((shape) => this.places_.set(shape.id, shape.index));
    this.project.value = project.body;
    this.shapes.value = shapes;
    this.take_(onMap(null, map.body));
    this.heardAt.value = clock.now();
    this.follow_();
  }

  stop(): void {
    this.stopped_ = true;
    this.stream_?.stop();
  }

  find(id: string): Shape | undefined {
    const place = this.places_.get(id);
    return place === undefined ? undefined : this.shapes.value[place];
  }

  letter(shape: Shape) { return this.statuses.value?.letters[shape.index] ?? "u"; }

  onChange(listener: Listener): () => void {
    this.listeners_.add(listener);
    return () => this.listeners_.delete(listener);
  }

  private take_(step: Step): void {
    this.statuses.value = step.state;
    if (step.changed.length) this.listeners_.forEach((listener) => listener(step.changed));
  }

  private follow_(): void {
    this.stream_ = new MapStream(this.id_, {
      version: () => this.statuses.value?.version ?? 0,
      onDelta: (delta) => this.take_(onDelta(this.statuses.value!, delta, (id) => this.places_.get(id))),
      onReset: async () => this.take_(onMap(this.statuses.value, (await api.map(this.id_)).body)),
      onLink: (link) => { this.link.value = link; },
      onHeard: () => { this.heardAt.value = clock.now(); },
    });
    this.stream_.start();
  }
}
