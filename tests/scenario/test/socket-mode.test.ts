import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
import { livingOn } from 'test-scenario/host';
import { openSqlite } from 'test-scenario/open-sqlite';
import { scenario } from 'test-scenario/scenario';

const start = livingOn(async (approvals, { appToken, apiUrl }) => {
  const { close } = await connectSocketMode(approvals, { appToken, apiUrl });
  return { url: null, close };
});

scenario({ host: 'Socket Mode', store: 'SQLite', start, open: () => openSqlite() });
