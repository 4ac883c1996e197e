import { types } from 'node:util';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Request } from 'express';

/** Returns the raw body: the unread request, or the bytes that a parser has kept; null if neither is there. */
export function rawBody(req: Request): Request | Uint8Array | null {
  const kept: unknown = Reflect.get(req, 'rawBody');
  if (types.isUint8Array(kept)) return kept;
  if (typeof kept === 'string') return Buffer.from(kept);
  if (Buffer.isBuffer(req.body)) return req.body;
  // not `complete`, which is also true when everything has arrived and nothing is read
  return !req.readableDidRead && !req.readableEnded && req.readableEncoding === null ? req : null;
}

/**
 * Returns the raw body. It never serializes a parsed body again.
 *
 * @throws {SlackApprovalError} raw_body_unavailable — a parser has read the body and kept no bytes
 */
export function requireRawBody(req: Request): Request | Uint8Array {
  const body = rawBody(req);
  if (body !== null) return body;
  const remedy = "mount approvalsRouter before express.json() and the like, or use express.raw({ type: '*/*' }) there";
  throw new SlackApprovalError('raw_body_unavailable', `raw_body_unavailable: a parser has read the body; ${remedy}.`);
}
