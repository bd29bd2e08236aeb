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
export interface PriceLine { head: string; amount: Money; tax: Money; tax_basis_points: number }
export interface PlanInstallment { label: string; amount: Money; due_in_days: number }
export interface PlotCard {
  project: string;
  plot: { id: string; no: string; block?: string | null; status: StatusLetter; area_mm2: number; areas: Areas; attributes: Attributes };
  price: { lines: PriceLine[]; total: Money; token: Money } | null;
  plans: { name: string; installments: PlanInstallment[] }[];
  position: string;
}

export interface Contact { name: string; phone?: string; email?: string }
export interface HoldRequest { plots: string[]; contact: Contact; source?: Record<string, string> }
export interface HoldPlaced {
  hold_id: string; token: string; plots: string[]; expires_at: string; extendable_until: string; server_time: string;
}
export interface Order { order_id: string; amount: Money; state: "open" | "closed" | "paid"; checkout_url: string }
export interface Hold {
  hold_id: string; project: string; plots: string[]; state: HoldState;
  expires_at: string; extendable_until: string; extended: boolean;
  amount_due?: Money; order?: Order | null; booking_id?: string | null; receipt_no?: string | null;
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

export interface Installment { no: number; label: string; amount: Money; paid: Money; due_on: string | null; status: string }
export interface Payment { payment_id: string; amount: Money; method: string; at: string; receipt_no: string | null }
export interface Booking {
  booking_id: string; project: string; project_name: string;
  plots: { id: string; no: string; area_mm2: number }[];
  state: string; confirmed_at: string;
  price: Money; paid: Money; outstanding: Money; credit: Money; overdue: Money;
  next_due: { amount: Money; due_on: string } | null;
  lines: { plot?: string; head: string; amount: Money; tax: Money }[];
  installments: Installment[]; payments: Payment[];
  receipts: { number: string; amount: Money; at: string }[];
  refunds: { amount: Money; state: string; at?: string | null }[];
  history: { position: string; event: string; at: string }[];
  position: string;
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
  paymentCallback: () => "/v1/payments/callback",
  booking: (b: string) => `/v1/me/bookings/${seg(b)}`,
};

/** Addresses of our own pages. */
export const pages = {
  projects: () => "/",
  project: (p: string, plot?: string) => `/p/${seg(p)}${plot === undefined ? "" : `?plot=${seg(plot)}`}`,
  hold: (h: string) => `/h/${seg(h)}`,
  booking: (b: string) => `/me/b/${seg(b)}`,
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
  paymentCallback: (fields: GatewayReturn, key: string) => post<unknown>(urls.paymentCallback(), fields, { key }),
  booking: (b: string, token: string | null, etag: string | null): Promise<Answer<Booking> | null> =>
    get<Booking>(urls.booking(b), { headers: tokenHeader(token), etag }),
};
