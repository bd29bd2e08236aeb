import { useEffect, useRef, useState } from "preact/hooks";
import { api, pages, type Contact } from "../api";
import { contactErrors, sentContact, type Errors } from "../contact";
import { HttpProblem, Intention } from "../http";
import { t } from "../i18n";
import { memory } from "../memory";
import { navigate } from "../route";
import { Field } from "../ui/parts";
import { Problem } from "../ui/problem";

const kFields = ["name", "phone", "email"] as const;

interface HoldFormProps { project: string; plot: string; focusFirst: boolean; onTaken: () => void }

/** Name and a way to reach the visitor; the press makes one key, and the key stays until the server has decided. */
export function HoldForm({ project, plot, focusFirst, onTaken }: HoldFormProps) {
  const [contact, setContact] = useState<Contact>(() => ({ name: "", phone: "", email: "", ...memory.contact() }));
  const [errors, setErrors] = useState<Errors<Contact>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const intention = useRef(new Intention());

  const focusField = (name: string) => form.current?.querySelector<HTMLInputElement>(`#hold-${name}`)?.focus();
  useEffect(() => { if (focusFirst) focusField("name"); }, [focusFirst]);

  const refused = (caught: unknown) => {
    intention.current.failed(caught);
    if (caught instanceof HttpProblem && caught.kind === "plot-unavailable") return onTaken();
    const pointed = caught instanceof HttpProblem ? caught.body.errors ?? [] : [];
    const bad = kFields.filter((f) => pointed.some((e) => e.pointer.endsWith(`/contact/${f}`)));
    if (bad.length) setErrors(Object.fromEntries(bad.map((f) => [f, `error.${f}`])));
    setProblem(caught);
    if (bad[0]) focusField(bad[0]);
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const found = contactErrors(contact);
    setErrors(found);
    setProblem(null);
    const first = kFields.find((f) => found[f]);
    if (first) return focusField(first);
    const source = memory.source();
    const body = { plots: [plot], contact: sentContact(contact), ...(source ? { source } : {}) };
    setBusy(true);
    try {
      const { body: held } = await api.placeHold(project, body, intention.current.keyFor(body));
      intention.current.decided();
      memory.keepContact(body.contact);
      memory.keepToken(held.hold_id, held.token);
      memory.keepHold({ hold: held.hold_id, project, plots: held.plots });
      navigate(pages.hold(held.hold_id));
    } catch (caught) {
      refused(caught);
    } finally {
      setBusy(false);
    }
  };

  const field = (name: (typeof kFields)[number]) => ({
    id: `hold-${name}`, value: contact[name] ?? "", error: errors[name] && t(errors[name]!), onInput: (value: string) => setContact({ ...contact, [name]: value }),
  });
  return (
    <form class="hold-form" ref={form} noValidate onSubmit={submit} aria-label={t("hold.form")}>
      <h3>{t("hold.title")}</h3>
      <p class="muted">{t("hold.explain")}</p>
      <Field {...field("name")} label={t("form.name")} autoComplete="name" />
      <Field {...field("phone")} label={t("form.phone")} type="tel" inputMode="tel" autoComplete="tel" hint={t("form.phone_hint")} />
      <Field {...field("email")} label={t("form.email")} type="email" inputMode="email" autoComplete="email" hint={t("form.email_hint")} />
      {problem !== null && <Problem problem={problem} />}
      <button type="submit" class="primary" aria-disabled={busy} data-action="hold">{busy ? t("hold.placing") : t("hold.press")}</button>
    </form>
  );
}
