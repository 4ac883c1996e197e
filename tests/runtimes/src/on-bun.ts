import { createRequire } from 'node:module';
import { type SqliteDatabase, sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { createProgram, type Settings } from './program.js';

declare const Bun: {
  serve(options: { port: number; hostname: string; fetch(request: Request): Promise<Response> }): { port: number };
};

const { Database }: { Database: new (path: string) => SqliteDatabase } = createRequire(import.meta.url)('bun:sqlite');

// as: the parent process sets them
const settings = process.env as NodeJS.ProcessEnv & Settings;
const { approvals, answer } = createProgram(settings, sqliteStore(new Database(process.env.DATABASE ?? '')));
Bun.serve({ port: Number(process.env.PORT), hostname: '127.0.0.1', fetch: (request) => answer(request) });
approvals.start({ pollEvery: '100ms' });
