import { useRef, useState } from "preact/hooks";
import type { Declaration, Money as MoneyValue, OfflineMode } from "../api";
import { Intention } from "../http";
import { t, type Key } from "../i18n";
import { parseRupees, plainRupees } from "../money";
import { Field } from "./parts";
import { Problem } from "./problem";

const kModes: OfflineMode[] = ["neft", "rtgs", "imps", "upi", "cheque", "draft"];
const isInstrument = (mode: OfflineMode) => mode === "cheque" || mode === "draft";

interface Typed { mode: OfflineMode; reference: string; amount: string; bank: string; dated: string }
type Errors = Partial<Record<"reference" | "amount" | "bank", Key>>;

export function declarationErrors(typed: Typed): Errors {
  const errors: Errors = {};
  if (typed.reference.trim().length < 4) errors.reference = isInstrument(typed.mode) ? "error.instrument" : "error.utr";
  if (isInstrument(typed.mode) && !typed.bank.trim()) errors.bank = "error.bank";
  if (parseRupees(typed.amount) === null) errors.amount = "error.amount";
  return errors;
}

export function sentDeclaration(typed: Typed): Declaration {
  const sent: Declaration = { mode: typed.mode, reference: typed.reference.trim(), paise: parseRupees(typed.amount) ?? 0 };
  if (typed.bank.trim()) sent.bank = typed.bank.trim();
  if (typed.dated) sent.dated = typed.dated;
  return sent;
}

interface DeclareFormProps {
  amount: MoneyValue | undefined; reference: string;
  /** False: something else on the page has to be put right first. */
  ready?: () => boolean;
  send: (declaration: Declaration, key: string) => Promise<unknown>; onDone: () => void;
}

/** "I have paid by bank or cheque": what finance needs to find the money. */
export function DeclareForm({ amount, reference, ready, send, onDone }: DeclareFormProps) {
  const [typed, setTyped] = useState<Typed>({ mode: "neft", reference: "", amount: amount ? plainRupees(amount.paise) : "", bank: "", dated: "" });
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const intention = useRef(new Intention());
  const box = useRef<HTMLDivElement>(null);

  const press = async () => {
    if (busy || (ready && !ready())) return;
    const found = declarationErrors(typed);
    setErrors(found);
    const first = (["reference", "bank", "amount"] as const).find((name) => found[name]);
    if (first) return box.current?.querySelector<HTMLInputElement>(`#declare-${first}`)?.focus();
    const body = sentDeclaration(typed);
    setBusy(true);
    setProblem(null);
    try {
      await send(body, intention.current.keyFor(body));
      intention.current.decided();
      onDone();
    } catch (caught) {
      intention.current.failed(caught);
      setProblem(caught);
    }
    setBusy(false);
  };

  const set = (part: Partial<Typed>) => setTyped({ ...typed, ...part });
  const error = (name: keyof Errors) => errors[name] && t(errors[name]!);
  const paper = isInstrument(typed.mode);
  return (
    <div class="declare" ref={box}>
      <div class="two">
        <div class="field"><label for="declare-mode">{t("declare.mode")}</label>
          <select id="declare-mode" value={typed.mode} onChange={(e) => set({ mode: e.currentTarget.value as OfflineMode })}>{kModes.map((m) => <option key={m} value={m}>{t(`method.${m}`)}</option>)}</select></div>
        <Field id="declare-reference" label={t(paper ? "declare.instrument" : "declare.utr")} hint={paper ? undefined : t("declare.utr_hint")} value={typed.reference} error={error("reference")} autoComplete="off" onInput={(reference) => set({ reference })} />
        <Field id="declare-amount" label={t("declare.amount")} value={typed.amount} error={error("amount")} inputMode="decimal" autoComplete="off" onInput={(value) => set({ amount: value })} />
        <Field id="declare-bank" label={t("declare.bank")} optional={!paper} value={typed.bank} error={error("bank")} autoComplete="off" onInput={(bank) => set({ bank })} />
        <Field id="declare-dated" label={t(paper ? "declare.dated" : "declare.paid_on")} optional type="date" value={typed.dated} onInput={(dated) => set({ dated })} />
      </div>
      {problem !== null && <Problem problem={problem} reference={reference} />}
      <button type="button" class="primary" aria-disabled={busy} data-action="declare" onClick={() => void press()}>{t(busy ? "declare.sending" : "declare.send")}</button>
    </div>
  );
}
