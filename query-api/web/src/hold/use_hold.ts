import { useEffect, useRef, useState } from "preact/hooks";
import { api, type Hold } from "../api";
import { clock } from "../clock";
import { HttpProblem, newKey } from "../http";
import { memory } from "../memory";
import { stripQuery } from "../route";
import { kReturnFields, returned, type Returned } from "../gateway";

const kFastMs = 1_000; // while an answer is on its way
const kSlowMs = 5_000; // while nothing is expected
const kFastForMs = 60_000;

export interface HoldView {
  hold: Hold | null;
  /** The first load failed, or the hold is not this browser's. */
  problem: unknown;
  /** The last refresh got no answer: what is shown may be old. */
  stale: boolean;
  /** The buyer came back from the gateway with a payment; the hold has not said "booked" yet. */
  paid: boolean;
  /** What the gateway's page said when it sent the buyer back. */
  back: Returned["how"];
  callbackProblem: unknown;
  heardAt: number;
  refresh: () => Promise<void>;
  take: (hold: Hold) => void;
}

const isSettled = (hold: Hold): boolean => hold.state === "booked" || hold.state === "released";

/** Follows one hold: loads it, hands in what the gateway's page brought, asks again until it is settled. */
export function useHold(id: string): HoldView {
  const [hold, setHold] = useState<Hold | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [callbackProblem, setCallbackProblem] = useState<unknown>(null);
  const [stale, setStale] = useState(false);
  const [paid, setPaid] = useState(memory.paid(id));
  const [how, setHow] = useState<Returned["how"]>("not");
  const [heardAt, setHeardAt] = useState(0);
  const timer = useRef(0);
  const gone = useRef(false);
  const fastUntil = useRef(0);

  const take = (next: Hold) => {
    setHold(next);
    setHeardAt(clock.now());
    setStale(false);
    if (next.state === "held" || next.state === "confirming") return;
    memory.keepPaid(id, false);
    setPaid(false);
    setCallbackProblem(null);
    if (next.state !== "orphaned") memory.dropHold(id);
    if (next.booking_id) memory.keepBooking(next.booking_id, id);
  };

  const plan = (last: Hold | null) => {
    clearTimeout(timer.current);
    if (gone.current || (last && isSettled(last))) return;
    const fast = last?.state === "confirming" || Date.now() < fastUntil.current;
    timer.current = window.setTimeout(() => void refresh(), fast ? kFastMs : kSlowMs);
  };

  const refresh = async () => {
    if (gone.current) return;
    clearTimeout(timer.current);
    try {
      const { body } = await api.hold(id, memory.token(id));
      if (gone.current) return;
      setProblem(null);
      take(body);
      plan(body);
    } catch (caught) {
      if (gone.current) return;
      setStale(true);
      setProblem(caught);
      if (!(caught instanceof HttpProblem && caught.status === 404)) plan(null);
    }
  };

  const handIn = async () => {
    const fields = memory.gatewayReturn(id);
    if (!fields) return;
    try {
      await api.paymentCallback(fields, newKey());
      memory.keepGatewayReturn(id, null);
    } catch (caught) {
      setCallbackProblem(caught);
      if (caught instanceof HttpProblem && caught.kind !== "network" && caught.status < 500) memory.keepGatewayReturn(id, null);
    }
  };

  useEffect(() => {
    gone.current = false;
    const back = returned(location.search);
    if (back.how === "paid") {
      memory.keepGatewayReturn(id, back.fields);
      memory.keepPaid(id, true);
      setPaid(true);
    }
    setHow(back.how);
    stripQuery(kReturnFields);
    if (back.how !== "not" || memory.paid(id)) fastUntil.current = Date.now() + kFastForMs;
    void handIn().then(refresh);
    const onShow = () => { if (!document.hidden) void refresh(); };
    document.addEventListener("visibilitychange", onShow);
    addEventListener("pageshow", onShow);
    return () => {
      gone.current = true;
      clearTimeout(timer.current);
      document.removeEventListener("visibilitychange", onShow);
      removeEventListener("pageshow", onShow);
    };
  }, [id]);

  return { hold, problem, stale, paid, back: how, callbackProblem, heardAt, refresh, take };
}
