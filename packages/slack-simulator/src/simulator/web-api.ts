import { type CallArguments, readArguments } from './methods/call-arguments.js';
import { type Method, type MethodResult, type Refusal, refuse } from './methods/method.js';
import { webMethods } from './methods/web-methods.js';
import type { Model } from './model/model.js';
import type { RateLimits } from './rate-limits.js';
import { refusals } from './refusals.js';

export interface HttpCall {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly authorization: string;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the traffic list; not part of the answer. */
  readonly detail: string | null;
}

const json = { 'content-type': 'application/json; charset=utf-8' };

export function jsonAnswer(body: unknown, detail: string | null = null): HttpAnswer {
  return { status: 200, headers: json, body: JSON.stringify(body), detail };
}

/** §5: 429 with the seconds to wait; it concerns this method alone. */
export function rateLimited(seconds: number): HttpAnswer {
  const answer = jsonAnswer({ ok: false, error: 'ratelimited' }, 'ratelimited');
  return { ...answer, status: 429, headers: { ...json, 'retry-after': String(seconds) } };
}

function whyUnauthorized(model: Model, method: Method, authorization: string): Refusal | null {
  const token = /^Bearer (.+)$/.exec(authorization)?.[1];
  if (token === undefined) return refuse('not_authed');
  const refusal = model.tokens.whyRefused(token);
  if (refusal !== null) return refuse(refusal);
  const provided = model.world.scopes();
  if (method.scope === null || provided.includes(method.scope)) return null;
  return refuse('missing_scope', null, { needed: method.scope, provided: provided.join(',') });
}

/** §5: rates count per method; posts per channel, and a direct message is one channel by either of its names. */
function rateKey(model: Model, name: string, method: Method, call: CallArguments): string {
  if (method.rate !== 'post') return name;
  const channel = call.text('channel');
  const direct = model.state.directChannels.find((candidate) => candidate.id === channel);
  return `${name} ${direct?.userId ?? channel}`;
}

function render(result: MethodResult): HttpAnswer {
  if (result.ok) return jsonAnswer({ ok: true, ...result.fields });
  return jsonAnswer(
    { ok: false, error: result.code, ...result.fields },
    `${result.code}: ${result.detail ?? refusals[result.code]}`,
  );
}

/** §5: an answer to a token that is known names the scopes it has, and those that would do for the method. */
function withScopes(model: Model, method: Method, answer: HttpAnswer): HttpAnswer {
  const scopes = { 'x-oauth-scopes': model.world.scopes().join(',') };
  const accepted = method.scope === null ? {} : { 'x-accepted-oauth-scopes': method.scope };
  return { ...answer, headers: { ...answer.headers, ...scopes, ...accepted } };
}

/** One Web API call: who asks, how often, and then the method itself. */
export function callWebApi(model: Model, rates: RateLimits, name: string, http: HttpCall): HttpAnswer {
  const method = webMethods.get(name);
  if (method === undefined) {
    const detail = 'this simulator does not speak the method';
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: detail, detail };
  }
  const unauthorized = whyUnauthorized(model, method, http.authorization);
  if (unauthorized?.code === 'missing_scope') return withScopes(model, method, render(unauthorized));
  if (unauthorized !== null) return render(unauthorized);

  const call = readArguments(http.contentType, http.body, http.query);
  const wait = method.rate === null ? 0 : rates.take(method.rate, rateKey(model, name, method, call));
  return withScopes(model, method, wait > 0 ? rateLimited(wait) : render(method.run(model, call)));
}
