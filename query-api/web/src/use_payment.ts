import { useRef, useState } from "preact/hooks";
import type { Answer } from "./http";
import type { CheckoutAnswer } from "./api";
import { checkoutAddress } from "./gateway";
import { HttpProblem, Intention } from "./http";
import { lang } from "./i18n";

export interface Payment { busy: boolean; problem: unknown; pay: (paise: number) => Promise<void> }

/** One press: an order is asked for and the gateway's page opened; its way back leads to our page `back`. */
export function usePayment(back: string, ask: (body: { paise: number }, key: string) => Promise<Answer<CheckoutAnswer>>): Payment {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const intention = useRef(new Intention());

  const pay = async (paise: number) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const body = { paise };
    try {
      const { body: order } = await ask(body, intention.current.keyFor(body));
      intention.current.decided();
      const address = checkoutAddress(order.gateway.checkout_url, location.origin, back, lang.value);
      if (address === null) throw new HttpProblem("no-gateway", 0, {});
      location.assign(address);
    } catch (caught) {
      intention.current.failed(caught);
      setProblem(caught);
    }
    setBusy(false);
  };
  return { busy, problem, pay };
}
