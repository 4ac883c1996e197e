import type { Approvals } from '@k8s-pizza/slack-approval';
import type { RawRequest, RawResponse } from '@k8s-pizza/slack-approval/host';

/** Approvals that answer every request with a function of the check, whichever method the host calls. */
export function withAnswer(approvals: Approvals, answerRaw: (request: RawRequest) => Promise<RawResponse>): Approvals {
  const handle = async (request: Request) => {
    const { method, headers } = request;
    const body = new Uint8Array(await request.arrayBuffer());
    const answer = await answerRaw({ method, header: (name) => headers.get(name), body });
    return new Response(answer.body, { status: answer.status, headers: { ...answer.headers } });
  };
  // a host that verifies and parses itself passes no bytes on
  const handleVerified = () => answerRaw({ method: 'POST', header: () => null, body: new Uint8Array() });
  return Object.assign(Object.create(approvals), { handleRaw: answerRaw, handle, handleVerified });
}
