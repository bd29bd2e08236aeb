// The server's clock, seen from here: deadlines are counted against it, never against the local clock.

export class ServerClock {
  private offset_ = 0;
  private precise_ = false;

  /** A server_time from a body, read at local time `at` (ms). */
  hear(serverTime: string, at: number): void {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server)) return;
    this.offset_ = server - at;
    this.precise_ = true;
  }
  /** A Date header (whole seconds): used until a body has told the time. */
  hearHeader(date: string | null, asked: number, answered: number): void {
    if (date === null || this.precise_) return;
    const server = Date.parse(date);
    if (!Number.isNaN(server)) this.offset_ = server + 500 - (asked + answered) / 2;
  }
  now(local = Date.now()): number { return local + this.offset_; }
}

export const clock = new ServerClock();
