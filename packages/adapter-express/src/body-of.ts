import { types } from 'node:util';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Request } from 'express';

/**
 * Finds the bytes as they arrived: the request itself where nobody has read it, or what a parser kept; never a re-encoding of a parsed body.
 *
 * @throws {SlackApprovalError} raw_body_unavailable — a parser has read the request, and kept no bytes
 */
export function bodyOf(req: Request): Request | Uint8Array {
  const raw: unknown = Reflect.get(req, 'rawBody');
  if (types.isUint8Array(raw)) return raw;
  if (typeof raw === 'string') return Buffer.from(raw);
  if (Buffer.isBuffer(req.body)) return req.body;
  // not `complete`, which says that all has arrived, read or unread
  if (!req.readableDidRead && !req.readableEnded && req.readableEncoding === null) return req;
  const remedy = "mount approvalsRouter before express.json() and the like, or use express.raw({ type: '*/*' }) there";
  throw new SlackApprovalError('raw_body_unavailable', `raw_body_unavailable: the body was parsed; ${remedy}.`);
}
