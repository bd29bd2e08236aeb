import { useEffect, useRef, useState } from "preact/hooks";
import { clock } from "../clock";
import { locale, t, tn } from "../i18n";
import { formatLeft, formatTime } from "../time";

const kSpokenMinutes = [5, 2, 1];

/** The whole minutes to say aloud when the time left goes from `before` to `now` (ms); null when none is passed. */
export function minuteToSpeak(before: number, now: number): number | null {
  return kSpokenMinutes.find((m) => before > m * 60_000 && now <= m * 60_000 && now > 0) ?? null;
}

/** Time left by the server's clock; says 5, 2 and 1 minute aloud; calls onEnd once at zero. */
export function Countdown({ until, onEnd }: { until: string; onEnd: () => void }) {
  const left = () => Date.parse(until) - clock.now();
  const [ms, setMs] = useState(left);
  const [spoken, setSpoken] = useState("");
  const before = useRef(Infinity);
  const ended = useRef(false);

  useEffect(() => {
    ended.current = false;
    before.current = left();
    const tick = () => {
      const now = left();
      const minute = minuteToSpeak(before.current, now);
      if (minute !== null) setSpoken(tn("countdown.spoken", minute));
      before.current = now;
      setMs(now);
      if (now <= 0 && !ended.current) { ended.current = true; onEnd(); }
    };
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [until]);

  return (
    <div class={ms <= 120_000 ? "countdown soon" : "countdown"}>
      <span class="clock num" role="timer" aria-label={t("countdown.label", { left: formatLeft(ms) })}>{formatLeft(ms)}</span>
      <span class="muted">{t("countdown.until", { time: formatTime(until, locale()) })}</span>
      <span class="sr-only" role="status">{spoken}</span>
    </div>
  );
}
