// An MCP client: asks, waits, prints what it is told, and exits with 0 if it was approved.
// Usage: ask-and-wait.mjs <url or program of the server> <key> <version>
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const [, , server, key, version] = process.argv;
const transport = server.startsWith('http:')
  ? new StreamableHTTPClientTransport(new URL(server), {
      requestInit: { headers: { authorization: `Bearer ${process.env.SLACK_APPROVAL_MCP_TOKEN}` } },
    })
  : new StdioClientTransport({ command: process.execPath, args: [server], env: process.env });
const client = new Client({ name: 'ask-and-wait', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
await client.connect(transport);

async function call(name, given) {
  const { structuredContent, content, isError } = await client.callTool({ name, arguments: given });
  process.stdout.write(`${content[0].text}\n`);
  if (isError) process.exit(3);
  return structuredContent;
}

let answer = await call('request_approval', { title: `Deploy ${version}?`, key });
const { approvalId } = answer;
while (answer.status === 'pending') answer = await call('get_approval', { approvalId });
await client.close();
process.exitCode = answer.status === 'approved' ? 0 : 1;
