import { readServiceConfig } from './config.js';
import { createLogger } from './operations/logger.js';
import { startService } from './service.js';

const read = readServiceConfig(process.env);
if ('problems' in read) {
  process.stderr.write(`The configuration is not complete:\n${read.problems.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
} else {
  const logger = createLogger(read.config.logLevel);
  const service = await startService(read.config, logger);
  const end = (signal: string): void => {
    logger.info(`${signal}: ending`);
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ error }, 'it did not end cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}
