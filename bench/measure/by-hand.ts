import { createHmac, timingSafeEqual } from 'node:crypto';

/** Verify, decode, parse and route, as somebody would write it who needs no library. */
export function answerByHand(
  body: Buffer,
  header: (name: string) => string | undefined,
  secret: string,
  nowMs: number,
): number {
  const timestamp = header('x-slack-request-timestamp') ?? '';
  const signature = header('x-slack-signature') ?? '';
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > 300) return 401;
  const mac = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  if (mac.length !== given.length || !timingSafeEqual(mac, given)) return 401;
  const payload = JSON.parse(decodeURIComponent(body.toString().slice('payload='.length).replaceAll('+', ' ')));
  return payload.type === 'block_actions' && payload.actions[0].action_id.startsWith('other:') ? 200 : 400;
}
