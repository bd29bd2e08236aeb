// The map's stream: opened from a known version, reopened with back-off and jitter, closed while nobody looks.

import { api, urls, type MapDelta } from "./api";
import { retryDelay } from "./http";

export type Link = "connecting" | "live" | "reconnecting";
type Delta = Pick<MapDelta, "version" | "changes">;

export interface StreamUser {
  version(): number;
  onDelta(delta: Delta): void;
  /** The server no longer has what was missed: fetch the whole map. */
  onReset(): Promise<void>;
  onLink(link: Link): void;
  /** The server has just been heard: what is shown is true now. */
  onHeard(): void;
}

const kQuietMs = 30_000; // with no word for so long, ask once by hand: a dead connection looks like a quiet one
const kHiddenMs = 10_000; // browsers allow about six connections an origin: a hidden tab gives its own back

export class MapStream {
  private source_: EventSource | null = null;
  private failures_ = 0;
  private timer_ = 0;
  private quiet_ = 0;
  private hidden_ = 0;

  constructor(private readonly project_: string, private readonly user_: StreamUser) {}

  start(): void {
    document.addEventListener("visibilitychange", this.onVisibility_);
    addEventListener("online", this.reopen_);
    this.open_();
  }

  stop(): void {
    document.removeEventListener("visibilitychange", this.onVisibility_);
    removeEventListener("online", this.reopen_);
    clearTimeout(this.hidden_);
    this.close_();
  }

  private readonly reopen_ = () => { this.close_(); this.open_(); };

  private readonly onVisibility_ = () => {
    clearTimeout(this.hidden_);
    if (document.hidden) this.hidden_ = window.setTimeout(() => { this.close_(); this.user_.onLink("reconnecting"); }, kHiddenMs);
    else if (this.source_ === null) this.open_();
  };

  private close_(): void {
    clearTimeout(this.timer_);
    clearTimeout(this.quiet_);
    this.source_?.close();
    this.source_ = null;
  }

  private open_(): void {
    clearTimeout(this.timer_);
    const source = new EventSource(urls.mapStream(this.project_, this.user_.version()));
    this.source_ = source;
    source.onopen = () => { this.failures_ = 0; this.heard_(); this.user_.onLink("live"); };
    source.addEventListener("plots", (event) => {
      this.heard_();
      this.user_.onDelta(JSON.parse((event as MessageEvent<string>).data) as Delta);
    });
    source.addEventListener("reset", () => { this.heard_(); void this.user_.onReset().catch(() => this.failed_()); });
    // The browser would reopen by itself, but without jitter; so we do it, from the version we hold.
    source.onerror = () => this.failed_();
  }

  private failed_(): void {
    this.close_();
    this.user_.onLink("reconnecting");
    this.timer_ = window.setTimeout(() => this.open_(), retryDelay(++this.failures_, null));
  }

  private heard_(): void {
    this.user_.onHeard();
    clearTimeout(this.quiet_);
    this.quiet_ = window.setTimeout(() => void this.askByHand_(), kQuietMs);
  }

  private async askByHand_(): Promise<void> {
    try {
      const { body } = await api.mapSince(this.project_, this.user_.version());
      if (body.reset) await this.user_.onReset();
      else this.user_.onDelta(body);
      this.heard_();
    } catch {
      this.failed_();
    }
  }
}
