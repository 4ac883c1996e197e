/** Why a request got no response. */
export interface ConnectionFailure {
  readonly reason: 'dns' | 'refused' | 'tls' | 'timeout' | 'lost';
  /** Node's error code, such as `ECONNREFUSED`. */
  readonly code: string | null;
}

const dns = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const refused = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const timeout = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const tls = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

/** Classifies what `fetch`, or a client on top of it, threw. The reason is somewhere in the chain of causes. */
export function toConnectionFailure(error: unknown): ConnectionFailure {
  for (let cause: unknown = error, depth = 0; cause && depth < 6; depth += 1) {
    const { name, code, original, cause: next, errors } = Object(cause);
    if (name === 'TimeoutError' || timeout.has(code)) return { reason: 'timeout', code: null };
    if (dns.has(code)) return { reason: 'dns', code };
    if (refused.has(code)) return { reason: 'refused', code };
    if (typeof code === 'string' && tls.test(code)) return { reason: 'tls', code };
    // `errors`: several addresses were tried, and each one failed
    cause = next ?? original ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return { reason: 'lost', code: null };
}

const explanations: Readonly<Record<ConnectionFailure['reason'], string>> = {
  dns: 'DNS does not know its name',
  refused: 'nothing accepts the connection',
  tls: 'its certificate is not accepted',
  timeout: 'it did not answer in time',
  lost: 'the connection broke before the response was complete',
};

/** Explains a failure, for use after a colon. */
export function explainFailure({ reason, code }: ConnectionFailure): string {
  return code === null ? explanations[reason] : `${explanations[reason]} (${code})`;
}
