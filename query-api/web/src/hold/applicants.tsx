import type { Applicant } from "../api";
import { equalShares, type Errors } from "../contact";
import { t } from "../i18n";
import { Field } from "../ui/parts";
import { formatBasisPoints } from "../money";
import { locale } from "../i18n";

export const kApplicantFields = ["name", "phone", "email", "address", "pan"] as const;
const kMaxApplicants = 6;

interface ApplicantsProps { applicants: Applicant[]; errors: Errors<Applicant>[]; onChange: (applicants: Applicant[]) => void }

/** 1..n persons who will own the booking together, in equal shares. */
export function Applicants({ applicants, errors, onChange }: ApplicantsProps) {
  const shares = equalShares(applicants.length);
  const set = (i: number, part: Partial<Applicant>) => onChange(applicants.map((a, n) => (n === i ? { ...a, ...part } : a)));
  const field = (i: number, name: (typeof kApplicantFields)[number]) => ({
    id: `applicant-${i}-${name}`, value: applicants[i]?.[name] ?? "",
    error: errors[i]?.[name] && t(errors[i]![name]!), onInput: (value: string) => set(i, { [name]: value }),
  });
  return (
    <>
      {applicants.map((_, i) => (
        <fieldset class="applicant" key={i}>
          <legend>{applicants.length === 1 ? t("applicant.only") : t("applicant.nth", { n: i + 1, share: formatBasisPoints(shares[i]!, locale()) })}</legend>
          <Field {...field(i, "name")} label={t("form.name")} autoComplete={i === 0 ? "name" : "off"} />
          <div class="two">
            <Field {...field(i, "phone")} label={t("form.phone")} type="tel" inputMode="tel" autoComplete={i === 0 ? "tel" : "off"} />
            <Field {...field(i, "email")} label={t("form.email")} type="email" inputMode="email" autoComplete={i === 0 ? "email" : "off"} />
          </div>
          <Field {...field(i, "address")} label={t("form.address")} optional autoComplete={i === 0 ? "street-address" : "off"} />
          <Field {...field(i, "pan")} label={t("form.pan")} optional hint={t("form.pan_hint")} autoComplete="off" />
          {i > 0 && <button type="button" class="quiet small" onClick={() => onChange(applicants.filter((__, n) => n !== i))}>{t("applicant.remove", { n: i + 1 })}</button>}
        </fieldset>
      ))}
      {applicants.length < kMaxApplicants && (
        <button type="button" onClick={() => onChange([...applicants, { name: "", phone: "", email: "" }])}>{t("applicant.add")}</button>
      )}
    </>
  );
}
