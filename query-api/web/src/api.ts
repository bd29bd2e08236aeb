// Every URL the pages ask for and the shape of every answer. The transport is in http.ts.
// Where design/api.md leaves a shape open, the one written here is the agreement (see README.md).

import { get, post, type Answer } from "./http";

export interface Money { paise: number; currency: string }
export type StatusLetter = "u" | "a" | "h" | "b" | "r" | "d" | "x";
export type HoldState = "held" | "confirming" | "booked" | "released" | "expired" | "orphaned";

export interface Project {
  project_id: string; name: string; city: string; code: string; currency: string; timezone: string;
  counts: Partial<Record<StatusLetter, number>>; plots: number; price_from: Money | null; position: string;
}
export interface ProjectDetail extends Project {
  layout_digest: string; rate_paise_per_sq_yd: number; plans: string[];
}

/** What the layout's file says of a plot beside number, block and area: facing, corner, … */
export type Attributes = Record<string, unknown>;
export interface LayoutFeature {
  type: "Feature"; id: string;
  properties: { no: string; block?: string; area_mm2: number } & Attributes;
  geometry: { type: "Polygon"; coordinates: number[][][] } | { type: "MultiPolygon"; coordinates: number[][][][] };
}
export interface Layout { type: "FeatureCollection"; features: LayoutFeature[] }

export interface MapStatuses { project: string; version: number; position: string; plots: number; statuses: string }
/** `reset`: the changes since then are no longer known; fetch the whole map. */
export interface MapDelta { version: number; position: string; changes: [string, StatusLetter][]; reset?: boolean }

export interface Areas { sq_ft: string; sq_yd: string; sq_m: string; gunta: string; cent: string }
export interface PriceLine { plot?: string; head: string; amount: Money; tax: Money; tax_basis_points: number }
/** Due days after booking, or (due_in_days null) once the milestone is reached. */
export interface PlanInstallment { label: string; amount: Money; due_in_days: number | null; milestone?: string | null }
export interface Plan { name: string; title?: string; installments: PlanInstallment[] }
export interface Price { lines: PriceLine[]; total: Money; token: Money }
export interface PlotCard {
  project: string;
  plot: { id: string; no: string; block?: string | null; status: StatusLetter; area_mm2: number; areas: Areas; attributes: Attributes };
  price: Price | null;
  plans: Plan[];
  position: string;
}

/** What some plots cost together today, by each plan. */
export interface Quote { project: string; plots: string[]; price: Price; price_version: number; plans: Plan[]; position: string }

export interface Contact { name: string; phone?: string; email?: string }
export interface HoldRequest { plots: string[]; contact: Contact; source?: Record<string, string> }
export interface HoldPlaced {
  hold_id: string; token: string; plots: string[]; expires_at: string; extendable_until: string; server_time: string;
}
export interface Order { order_id: string; amount: Money; state: "open" | "closed" | "paid"; checkout_url: string }
export interface Hold {
  hold_id: string; project: string; plots: string[]; state: HoldState;
  expires_at: string; extendable_until: string; extended: boolean;
  amount_due?: Money; order?: Order | null; declared?: Declared[]; booking_id?: string | null; receipt_no?: string | null;
  refund?: { amount: Money; state: string; at?: string | null } | null;
  server_time: string; position: string; total?: Money; token_amount?: Money;
}
export interface Applicant {
  name: string; phone?: string; email?: string; address?: string; pan?: string; gstin?: string; share_basis_points?: number;
}
export interface CheckoutRequest { applicants: Applicant[]; plan: string; pay: "token" | "full" }
export interface CheckoutAnswer {
  order_id: string; amount: Money;
  gateway: { provider: string; checkout_url: string; key_id: string; order_id: string };
}
export interface GatewayReturn { razorpay_payment_id: string; razorpay_order_id: string; razorpay_signature: string }

/** A payment outside of the gateway, as its buyer says it was made. */
export type OfflineMode = "neft" | "rtgs" | "imps" | "upi" | "cheque" | "draft";
export interface Declaration { mode: OfflineMode; reference: string; paise: number; bank?: string; dated?: string }
export interface HoldDeclaration extends Declaration { applicants: Applicant[]; plan: string }
export interface Declared {
  payment_id: string; amount: Money; method: string; reference: string; reason: string | null; at: string;
  state: "declared" | "deposited" | "verified" | "rejected" | "bounced";
}

/** A part of the price, or interest or a charge on top of it (numbers above 1000). */
export interface Installment {
  no: number; kind: "installment" | "interest" | "charge"; label: string; amount: Money; paid: Money;
  due_on: string | null; milestone: string | null; demanded_on: string | null; status: string;
}
export interface Payment {
  payment_id: string; amount: Money; method: string; reference: string | null; at: string; value_date: string | null;
  receipt_no: string | null; reversed: boolean; position: string;
}
export interface Refund { refund_id: string; amount: Money; state: string; reason: string; reference: string | null; requested_at: string; at: string | null }
/** A numbered tax paper; the number's first letter is its kind: V, I, C, D or F. */
export interface Paper { number: string; amount: Money; date: string; cites: string | null; reason: string | null; void: boolean }
export interface Cancellation { requested: boolean; cure_until: string | null; by: string | null; forfeited: Money; rules_version: number }
export interface Progress {
  booked_on: string | null; agreement_executed_on: string | null; agreement_registered_on: string | null; registration_no: string | null; conveyed_on: string | null;
}
export interface Booking {
  booking_id: string; project: string; project_name: string;
  plots: { id: string; no: string; area_mm2: number }[];
  state: string; confirmed_at: string; plan: string;
  price: Money; tax: Money; paid: Money; refunded: Money; outstanding: Money; credit: Money; refund_due: Money; overdue: Money;
  next_due: { amount: Money; due_on: string; label: string } | null;
  lines: { plot?: string; head: string; amount: Money; tax: Money }[];
  installments: Installment[]; payments: Payment[];
  receipts: { number: string; amount: Money; payment_id: string; at: string; void: boolean }[];
  refunds: Refund[]; papers: Paper[]; declared: Declared[];
  demands: { demand: string; total: Money; sent_on: string }[];
  moves: { booking_id: string; amount: Money; at: string }[];
  progress: Progress; cancellation: Cancellation | null;
  history: { position: string; event: string; at: string }[];
  position: string;
}

/** The account of some days: what made the buyer owe more (debit) or less (credit), in its order. */
export interface Statement {
  from: string; to: string; opening: Money; closing: Money; position: string;
  lines: { date: string; recorded_on: string; kind: string; detail: string | null; reference: string | null; debit: Money; credit: Money; balance: Money; correction: boolean }[];
}

export interface PaymentLink {
  link_id: string; project_name: string; plots: string[]; state: "open" | "partly_paid" | "paid" | "expired" | "cancelled";
  amount: Money; paid: Money; first_min: Money; expires_at: string; reason: string;
}

const seg = encodeURIComponent;
const tokenHeader = (token: string | null): Record<string, string> => (token ? { "Hold-Token": token } : {});

export const urls = {
  projects: () => "/v1/projects",
  project: (p: string) => `/v1/projects/${seg(p)}`,
  layout: (p: string, digest: string) => `/v1/projects/${seg(p)}/layout?v=${seg(digest)}`,
  map: (p: string) => `/v1/projects/${seg(p)}/map`,
  mapSince: (p: string, version: number) => `/v1/projects/${seg(p)}/map?since=${version}`,
  mapStream: (p: string, version: number) => `/v1/projects/${seg(p)}/map/stream?since=${version}`,
  plot: (p: string, id: string) => `/v1/projects/${seg(p)}/plots?id=${seg(id)}`,
  holds: (p: string) => `/v1/projects/${seg(p)}/holds`,
  hold: (h: string) => `/v1/holds/${seg(h)}`,
  extend: (h: string) => `/v1/holds/${seg(h)}/extend`,
  release: (h: string) => `/v1/holds/${seg(h)}/release`,
  checkout: (h: string) => `/v1/holds/${seg(h)}/checkout`,
  declareForHold: (h: string) => `/v1/holds/${seg(h)}/declare`,
  paymentCallback: () => "/v1/payments/callback",
  quote: (p: string, plots: string[]) => `/v1/projects/${seg(p)}/quote?plots=${plots.map(seg).join(",")}`,
  booking: (b: string) => `/v1/me/bookings/${seg(b)}`,
  ofBooking: (b: string, what: "pay" | "declare" | "apply-credit" | "refunds") => `/v1/me/bookings/${seg(b)}/${what}`,
  link: (l: string, token: string) => `/v1/pay/${seg(l)}?t=${seg(token)}`,
};

/** Addresses of our own pages. */
export const pages = {
  projects: () => "/",
  project: (p: string, plot?: string) => `/p/${seg(p)}${plot === undefined ? "" : `?plot=${seg(plot)}`}`,
  hold: (h: string) => `/h/${seg(h)}`,
  booking: (b: string) => `/me/b/${seg(b)}`,
  link: (l: string) => `/pay/${seg(l)}`,
};

export const api = {
  projects: () => get<{ projects: Project[] }>(urls.projects()),
  project: (p: string) => get<ProjectDetail>(urls.project(p)),
  layout: (p: string, digest: string) => get<Layout>(urls.layout(p, digest), { cached: true }),
  map: (p: string) => get<MapStatuses>(urls.map(p)),
  mapSince: (p: string, version: number) => get<MapDelta>(urls.mapSince(p, version)),
  plot: (p: string, id: string) => get<PlotCard>(urls.plot(p, id)),
  placeHold: (p: string, body: HoldRequest, key: string) => post<HoldPlaced>(urls.holds(p), body, { key }),
  hold: (h: string, token: string | null) => get<Hold>(urls.hold(h), { headers: tokenHeader(token) }),
  extend: (h: string, token: string | null, key: string) => post<unknown>(urls.extend(h), {}, { key, headers: tokenHeader(token) }),
  release: (h: string, token: string | null, key: string) => post<unknown>(urls.release(h), {}, { key, headers: tokenHeader(token) }),
  checkout: (h: string, token: string | null, body: CheckoutRequest, key: string) =>
    post<CheckoutAnswer>(urls.checkout(h), body, { key, headers: tokenHeader(token) }),
  declareForHold: (h: string, token: string | null, body: HoldDeclaration, key: string) =>
    post<unknown>(urls.declareForHold(h), body, { key, headers: tokenHeader(token) }),
  quote: (p: string, plots: string[]) => get<Quote>(urls.quote(p, plots)),
  paymentCallback: (fields: GatewayReturn, key: string) => post<unknown>(urls.paymentCallback(), fields, { key }),
  booking: (b: string, token: string | null, etag: string | null): Promise<Answer<Booking> | null> =>
    get<Booking>(urls.booking(b), { headers: tokenHeader(token), etag }),
  pay: (b: string, token: string | null, body: { paise: number }, key: string) =>
    post<CheckoutAnswer>(urls.ofBooking(b, "pay"), body, { key, headers: tokenHeader(token) }),
  declare: (b: string, token: string | null, body: Declaration, key: string) =>
    post<unknown>(urls.ofBooking(b, "declare"), body, { key, headers: tokenHeader(token) }),
  applyCredit: (b: string, token: string | null, key: string) =>
    post<unknown>(urls.ofBooking(b, "apply-credit"), {}, { key, headers: tokenHeader(token) }),
  askRefund: (b: string, token: string | null, body: { reason: string }, key: string) =>
    post<unknown>(urls.ofBooking(b, "refunds"), body, { key, headers: tokenHeader(token) }),
  link: (l: string, token: string) => get<PaymentLink>(urls.link(l, token)),
  payLink: (l: string, token: string, body: { paise: number }, key: string) => post<CheckoutAnswer>(urls.link(l, token), body, { key }),
};
