import { useEffect, useState } from "preact/hooks";
import { api } from "./api";
import { returned, kReturnFields, type Returned } from "./gateway";
import { HttpProblem, newKey } from "./http";
import { memory } from "./memory";
import { stripQuery } from "./route";

export interface Back {
  how: Returned["how"];
  /** The payment that was made there and is not shown as received yet. */
  awaited: string | null;
  problem: unknown;
  /** The payment is here. */
  arrived: () => void;
}

/** How the buyer came back from the gateway's page to what `key` names. What it brought is kept until the server has taken it. */
export function useGatewayReturn(key: string, onTaken: () => void): Back {
  const [how, setHow] = useState<Returned["how"]>("not");
  const [awaited, setAwaited] = useState(memory.awaited(key));
  const [problem, setProblem] = useState<unknown>(null);

  const handIn = async () => {
    const fields = memory.gatewayReturn(key);
    if (!fields) return;
    try {
      await api.paymentCallback(fields, newKey());
      memory.keepGatewayReturn(key, null);
    } catch (caught) {
      setProblem(caught);
      if (caught instanceof HttpProblem && caught.kind !== "network" && caught.status < 500) memory.keepGatewayReturn(key, null);
    }
    onTaken();
  };

  useEffect(() => {
    const back = returned(location.search);
    setHow(back.how);
    if (back.how === "paid") {
      memory.keepGatewayReturn(key, back.fields);
      memory.keepAwaited(key, back.fields.razorpay_payment_id);
      setAwaited(back.fields.razorpay_payment_id);
    }
    stripQuery(kReturnFields);
    void handIn();
  }, [key]);

  const arrived = () => { memory.keepAwaited(key, null); setAwaited(null); setProblem(null); };
  return { how, awaited, problem, arrived };
}
