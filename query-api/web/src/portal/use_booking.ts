import { useEffect, useRef, useState } from "preact/hooks";
import { api, type Booking } from "../api";
import { clock } from "../clock";
import { HttpProblem } from "../http";
import { MapStream } from "../live";
import { memory } from "../memory";

const kEveryMs = 5_000;
const kWhileWaitingMs = 1_000; // a payment or a decision of finance is on its way
const kAfterChangeMs = 150;

export interface BookingView { booking: Booking | null; problem: unknown; stale: boolean; heardAt: number; refresh: () => void; hurry: (waits: boolean) => void }

const kOnTheirWay = ["declared", "deposited", "requested", "approved", "initiated"];
const waits = (booking: Booking | null): boolean =>
  booking !== null && [...booking.declared, ...booking.refunds].some((one) => kOnTheirWay.includes(one.state));

/** Follows one booking: at once when the project's map changes, else every 5 s, or every second while something is on its way; an unchanged body costs a 304. */
export function useBooking(id: string): BookingView {
  const [booking, setBooking] = useState<Booking | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [stale, setStale] = useState(false);
  const [heardAt, setHeardAt] = useState(0);
  const etag = useRef<string | null>(null);
  const timer = useRef(0);
  const gone = useRef(false);
  const hurried = useRef(false);
  const latest = useRef<Booking | null>(null);

  const refresh = async () => {
    clearTimeout(timer.current);
    if (gone.current) return;
    const hold = memory.holdOfBooking(id);
    try {
      const answer = await api.booking(id, hold ? memory.token(hold) : null, etag.current);
      if (gone.current) return;
      if (answer) { etag.current = answer.etag; latest.current = answer.body; setBooking(answer.body); }
      setHeardAt(clock.now());
      setStale(false);
      setProblem(null);
    } catch (caught) {
      if (gone.current) return;
      setStale(true);
      setProblem(caught);
      if (caught instanceof HttpProblem && caught.status === 404) return;
    }
    timer.current = window.setTimeout(() => { if (!document.hidden) void refresh(); }, hurried.current || waits(latest.current) ? kWhileWaitingMs : kEveryMs);
  };

  useEffect(() => {
    gone.current = false;
    etag.current = null;
    void refresh();
    const onShow = () => { if (!document.hidden) void refresh(); };
    document.addEventListener("visibilitychange", onShow);
    return () => { gone.current = true; clearTimeout(timer.current); document.removeEventListener("visibilitychange", onShow); };
  }, [id]);

  const project = booking?.project;
  useEffect(() => {
    if (!project) return;
    let version = Number(/(\d+)$/.exec(booking.position)?.[1] ?? 0);
    let soon = 0;
    const changed = (to: number) => {
      version = Math.max(version, to);
      clearTimeout(soon);
      soon = window.setTimeout(() => void refresh(), kAfterChangeMs);
    };
    const stream = new MapStream(project, {
      version: () => version,
      onDelta: (delta) => { if (delta.changes.length) changed(delta.version); },
      onReset: async () => { version = (await api.map(project)).body.version; changed(version); },
      onLink: () => undefined,
      onHeard: () => undefined,
    });
    stream.start();
    return () => { clearTimeout(soon); stream.stop(); };
  }, [project]);

  return { booking, problem, stale, heardAt, refresh: () => void refresh(), hurry: (on) => { hurried.current = on; if (on) void refresh(); } };
}
