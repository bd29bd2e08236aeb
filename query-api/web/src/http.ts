// JSON over fetch: problems become HttpProblem, POSTs carry an idempotency key that is kept over retries.

import { clock } from "./clock";

export interface ProblemBody {
  type?: string; title?: string; status?: number; detail?: string; instance?: string;
  errors?: { pointer: string; message: string }[];
}
export interface Answer<T> { body: T; etag: string | null; position: string | null }

/** A refusal by the server (RFC 9457), or "network" when no answer came. */
export class HttpProblem extends Error {
  constructor(readonly kind: string, readonly status: number, readonly body: ProblemBody) {
    super(body.title ?? kind);
  }
  static from(status: number, body: ProblemBody): HttpProblem {
    const last = (body.type ?? "").split("/").filter(Boolean).pop();
    return new HttpProblem(last ?? (status === 404 ? "not-found" : "unknown"), status, body);
  }
}

interface GetOptions { headers?: Record<string, string>; etag?: string | null; cached?: boolean }
interface PostOptions { key: string; headers?: Record<string, string> }

export const kPostAttempts = 6;
const kMaxWaitMs = 8_000;
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Milliseconds to wait before attempt n + 1 (n from 1): what the server asks, else doubling; plus up to a quarter at random. */
export function retryDelay(n: number, retryAfter: string | null, random = Math.random()): number {
  const asked = retryAfter === null ? Number.NaN : Number(retryAfter) * 1000;
  const base = Number.isFinite(asked) && asked >= 0 ? Math.max(asked, 100) : 250 * 2 ** (n - 1);
  return Math.min(base, kMaxWaitMs) * (1 + random / 4);
}

/** 503 means "not decided yet, ask again with the same key"; so does 409 with Retry-After while the first try still runs. */
export function mayRetry(status: number, kind: string, retryAfter: string | null): boolean {
  if (status === 503) return true;
  return status === 409 && retryAfter !== null && kind !== "plot-unavailable";
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  const asked = Date.now();
  try {
    const response = await fetch(url, { credentials: "same-origin", ...init });
    clock.hearHeader(response.headers.get("Date"), asked, Date.now());
    return response;
  } catch {
    throw new HttpProblem("network", 0, {});
  }
}

async function problemOf(response: Response): Promise<HttpProblem> {
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  return HttpProblem.from(response.status, body);
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const body = (await response.json().catch(() => null)) as T;
  const time = (body as { server_time?: string } | null)?.server_time;
  if (time && !response.headers.has("Idempotency-Replayed")) clock.hear(time, Date.now());
  return { body, etag: response.headers.get("ETag"), position: response.headers.get("Ledger-Position") };
}

/** GETs JSON. With an etag, an unchanged thing answers null. Throws HttpProblem. */
export function get<T>(url: string, options: GetOptions & { etag: string | null }): Promise<Answer<T> | null>;
export function get<T>(url: string, options?: Omit<GetOptions, "etag">): Promise<Answer<T>>;
export async function get<T>(url: string, options: GetOptions = {}): Promise<Answer<T> | null> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  if (options.etag) headers["If-None-Match"] = options.etag;
  const response = await ask(url, { headers, cache: options.cached ? "default" : "no-store" });
  if (response.status === 304) return null;
  if (!response.ok) throw await problemOf(response);
  return answerOf<T>(response);
}

/** POSTs JSON; asks again with the same key while no decision has come. Throws HttpProblem. */
export async function post<T>(url: string, body: unknown, options: PostOptions): Promise<Answer<T>> {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "Idempotency-Key": options.key, ...options.headers };
  for (let attempt = 1; ; ++attempt) {
    let problem: HttpProblem;
    let retryAfter: string | null = null;
    try {
      const response = await ask(url, { method: "POST", headers, body: JSON.stringify(body) });
      if (response.ok) return await answerOf<T>(response);
      retryAfter = response.headers.get("Retry-After");
      problem = await problemOf(response);
      if (!mayRetry(problem.status, problem.kind, retryAfter)) throw problem;
    } catch (caught) {
      if (!(caught instanceof HttpProblem) || (caught.kind !== "network" && !mayRetry(caught.status, caught.kind, retryAfter))) throw caught;
      problem = caught;
    }
    if (attempt === kPostAttempts) throw problem;
    await sleep(retryDelay(attempt, retryAfter));
  }
}

/** A random UUID; works on plain http too, where crypto.randomUUID is absent. */
export function newKey(): string {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6]! & 0x0f) | 0x40;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** One key for one intention: the same body pressed again after "no decision" keeps its key; any decision ends it. */
export class Intention {
  private key_: string | null = null;
  private body_ = "";
  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (this.key_ === null || this.body_ !== text) {
      this.key_ = newKey();
      this.body_ = text;
    }
    return this.key_;
  }
  decided(): void { this.key_ = null; }
  /** Call with what a POST threw: anything but "no decision" ends the intention. */
  failed(problem: unknown): void {
    if (problem instanceof HttpProblem && problem.kind !== "network" && problem.status !== 503) this.decided();
  }
}
