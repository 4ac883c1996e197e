import { types } from 'node:util';
import { maxBodyBytes } from '@k8s-pizza/slack-approval';
import type { Request } from 'express';

/** Why there are no bytes to hand on. `aborted`: nobody is left to answer. */
export type BodyFault = 'aborted' | 'body_too_large' | 'raw_body_unavailable' | 'unsupported_media_type';

/** Gets the bytes as they arrived, from the stream or from a parser that kept them; never a re-encoding of a parsed body. */
export function rawBody(req: Request): Promise<Uint8Array | BodyFault> | Uint8Array | BodyFault {
  const encoding = req.headers['content-encoding'];
  // Slack compresses nothing, and what is not decompressed cannot explode
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return 'unsupported_media_type';
  const kept = keptBytes(req);
  if (kept !== null) return kept.byteLength > maxBodyBytes ? 'body_too_large' : kept;
  // not `complete`, which says that all has arrived, read or unread
  if (req.readableDidRead || req.readableEnded || req.readableEncoding !== null) return 'raw_body_unavailable';
  return Number(req.headers['content-length']) > maxBodyBytes ? 'body_too_large' : readStream(req);
}

function keptBytes(req: Request): Uint8Array | null {
  const raw: unknown = Reflect.get(req, 'rawBody');
  if (types.isUint8Array(raw)) return raw;
  if (typeof raw === 'string') return Buffer.from(raw);
  return Buffer.isBuffer(req.body) ? req.body : null;
}

function readStream(req: Request): Promise<Uint8Array | BodyFault> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBodyBytes) chunks.push(chunk);
      else resolve('body_too_large');
    });
    req.on('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    req.on('close', () => resolve('aborted'));
  });
}
