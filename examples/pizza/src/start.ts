import { readServiceConfig, type ServiceConfig } from './config.js';
import type { Listening } from './listen.js';
import { createLogger } from './operations/logger.js';
import { startService } from './service.js';
import { whyNotStarted } from './why-not-started.js';

const read = readServiceConfig(process.env);
if ('problems' in read) {
  process.stderr.write(`The configuration is not complete:\n${read.problems.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
} else {
  run(read.config);
}

function run(config: ServiceConfig): void {
  const logger = createLogger(config.logLevel);
  let service: Listening | null = null;
  let isEnding = false;
  const end = (signal: string): void => {
    // npm and a terminal each send it: the second must not cut off what the first is finishing
    if (isEnding) return;
    isEnding = true;
    logger.info(`${signal}: ending`);
    // what is not yet there has nothing to finish, and may wait for Slack for long
    if (service === null) process.exit(0);
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(`It did not end cleanly. ${whyNotStarted(error)}`);
        process.exit(1);
      },
    );
  };
  // from the beginning: the first process of a container gets no signal that it does not listen to
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  startService(config, logger).then(
    (started) => {
      service = started;
    },
    (error: unknown) => {
      logger.error(`The Slack app did not start. ${whyNotStarted(error)}`);
      process.exit(1);
    },
  );
}
