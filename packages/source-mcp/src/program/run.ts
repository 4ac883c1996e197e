import type { Logger } from '@k8s-pizza/slack-approval';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { openApprovals } from './open-approvals.js';
import { serveHttp } from './serve-http.js';
import { type Environment, readSettings, usage } from './settings.js';

/** What the program needs from its process. */
export interface Process {
  readonly version: string;
  readonly environment: Environment;
  /** To standard output. */
  readonly write: (text: string) => void;
  /** To standard error: over stdio, standard output belongs to the protocol. */
  readonly complain: (text: string) => void;
  /** Resolves once the client has closed standard input. */
  readonly inputEnd: () => Promise<unknown>;
  /** Resolves once the process is asked to end. */
  readonly interrupt: Promise<unknown>;
}

/**
 * Serves until the client or the person ends it.
 *
 * @throws {SettingsError} the command line or the environment is wrong
 * @throws {SlackApprovalError} Slack refuses the tokens, or cannot be reached
 */
export async function run(words: readonly string[], process: Process): Promise<void> {
  const settings = readSettings(words, process.environment);
  if (settings === 'help') return process.write(usage);
  if (settings === 'version') return process.write(`${process.version}\n`);
  const { createServer, close } = await openApprovals(settings, process.environment, logTo(process.complain));
  const onError = ({ name }: Error) => process.complain(`slack-approval-mcp: a message was refused (${name})\n`);
  try {
    if (settings.http === null) {
      const connection = serveStdio(createServer, { onerror: onError });
      await Promise.race([process.inputEnd(), process.interrupt]);
      await connection.close();
    } else {
      const server = await serveHttp(createServer, settings.http, onError);
      process.complain(`slack-approval-mcp listens at ${server.url}\n`);
      await process.interrupt;
      await server.close();
    }
  } finally {
    await close();
  }
}

/** Only what a person has to know. */
function logTo(complain: (text: string) => void): Logger {
  const nothing = () => undefined;
  const tell = (message: unknown, fields: unknown = {}) => {
    const { remedy, reason, error } = Object(fields);
    const about = [message, reason, error, remedy].filter((text) => typeof text === 'string');
    complain(`${about.join(': ')}\n`);
  };
  return { debug: nothing, info: nothing, warn: tell, error: tell };
}
