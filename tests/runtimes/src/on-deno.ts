import { createRequire } from 'node:module';
import process from 'node:process';
import { type SqliteDatabase, sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { createProgram, type Settings } from './program.js';

declare const Deno: {
  serve(options: { port: number; hostname: string }, answer: (request: Request) => Promise<Response>): unknown;
};

const { DatabaseSync }: { DatabaseSync: new (path: string) => SqliteDatabase } = createRequire(import.meta.url)(
  'node:sqlite',
);

// as: the parent process sets them
const settings = process.env as NodeJS.ProcessEnv & Settings;
const { approvals, answer } = createProgram(settings, sqliteStore(new DatabaseSync(process.env.DATABASE ?? '')));
Deno.serve({ port: Number(process.env.PORT), hostname: '127.0.0.1' }, (request) => answer(request));
approvals.start({ pollEvery: '100ms' });
