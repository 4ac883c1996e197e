/** Why a request had no answer. */
export interface Unreached {
  readonly how: 'dns' | 'refused' | 'tls' | 'timeout' | 'lost';
  /** Node's own word for it, such as `ECONNREFUSED`. */
  readonly code: string | null;
}

const dns = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const refused = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const slow = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const tls = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

/** Reads what `fetch`, or a client on top of it, threw: the cause that says why lies somewhere below. */
export function whyUnreached(error: unknown): Unreached {
  for (let cause: unknown = error, depth = 0; cause && depth < 6; depth += 1) {
    const { name, code, original, cause: next, errors } = Object(cause);
    if (name === 'TimeoutError' || slow.has(code)) return { how: 'timeout', code: null };
    if (dns.has(code)) return { how: 'dns', code };
    if (refused.has(code)) return { how: 'refused', code };
    if (typeof code === 'string' && tls.test(code)) return { how: 'tls', code };
    // several addresses were tried, and each has failed in its own way
    cause = next ?? original ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return { how: 'lost', code: null };
}

const words: Readonly<Record<Unreached['how'], string>> = {
  dns: 'its name is not known to DNS',
  refused: 'nobody takes the connection',
  tls: 'its certificate is not accepted',
  timeout: 'no answer came in time',
  lost: 'the connection broke before a whole answer came',
};

/** The same in words. */
export function unreachedText({ how, code }: Unreached): string {
  return code === null ? words[how] : `${words[how]} (${code})`;
}
