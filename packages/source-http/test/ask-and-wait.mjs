// A program in front of the door: asks, waits, and exits with 0 if it was approved.
const [, , url, key, version] = process.argv;
const headers = { authorization: `Bearer ${process.env.CI_TOKEN}`, 'content-type': 'application/json' };

async function send(path, init) {
  const response = await fetch(`${url}${path}`, { headers, ...init });
  const body = await response.json();
  if (response.ok) return body;
  process.stdout.write(JSON.stringify(body));
  return process.exit(3);
}

const body = JSON.stringify({ kind: 'deploy', key, payload: { version } });
let approval = await send('/approvals', { method: 'POST', body });
while (approval.status === 'pending') approval = await send(`/approvals/${approval.id}?wait=55s`);
process.stdout.write(JSON.stringify(approval.decision));
process.exitCode = approval.status === 'approved' ? 0 : 1;
