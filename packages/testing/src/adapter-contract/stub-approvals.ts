import type { Approvals, RawRequest, RawResponse } from '@k8s-pizza/slack-approval';

/** Approvals whose doors lead to a function of the check's own, whichever of them the host goes through. */
export function withDoors(approvals: Approvals, receive: (request: RawRequest) => Promise<RawResponse>): Approvals {
  const handle = async (request: Request) => {
    const { method, headers } = request;
    const body = new Uint8Array(await request.arrayBuffer());
    const answer = await receive({ method, header: (name) => headers.get(name), body });
    return new Response(answer.body, { status: answer.status, headers: { ...answer.headers } });
  };
  // what a host has verified and parsed itself has no bytes any more
  const dispatch = () => receive({ method: 'POST', header: () => null, body: new Uint8Array() });
  return Object.assign(Object.create(approvals), { receive, handle, dispatch });
}
