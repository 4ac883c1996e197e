import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import express from 'express';
import { askOnce } from './ask-once.mjs';
import { listen } from './listen.mjs';

const folder = mkdtempSync(join(tmpdir(), 'approvals-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
const store = sqliteStore(join(folder, 'approvals.db'));
void askOnce((approvals) => listen(createServer(express().use(approvalsRouter(approvals)))), { store });
