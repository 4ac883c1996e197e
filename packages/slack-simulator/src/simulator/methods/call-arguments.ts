import { isRecord } from '../rules/shape-rules.js';

/** The arguments of one call. `WebClient` form-encodes everything, objects as JSON strings (§8); a JSON body is read as well. */
export interface CallArguments {
  /** '' where the argument is missing. */
  text(name: string): string;
  /** Undefined where the argument is missing, null where it is no JSON. */
  json(name: string): unknown;
  has(name: string): boolean;
}

export function readArguments(contentType: string, body: string, query: URLSearchParams): CallArguments {
  const values: Record<string, unknown> = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) Object.assign(values, parseJson(body));
  else Object.assign(values, Object.fromEntries(new URLSearchParams(body)));

  return {
    text(name) {
      const value = values[name];
      return typeof value === 'string' ? value : '';
    },
    json(name) {
      const value = values[name];
      return typeof value === 'string' ? parseJson(value) : value;
    },
    has: (name) => values[name] !== undefined && values[name] !== null && values[name] !== '',
  };
}

/** A flag, as a form or as JSON has it. */
export function isTrue(call: CallArguments, name: string): boolean {
  return ['true', '1'].includes(call.text(name)) || call.json(name) === true;
}

/** The arguments of a JSON object: how a `response_url` is called (§2). Null for anything else. */
export function readJsonArguments(
  body: string,
): { readonly given: Record<string, unknown>; readonly call: CallArguments } | null {
  const given = parseJson(body);
  return isRecord(given) ? { given, call: readArguments('application/json', body, new URLSearchParams()) } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
