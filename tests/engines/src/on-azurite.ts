import { test } from 'vitest';
import { hasAzurite } from './start-azurite.js';

/** Registers tests that need Azurite. Where it is not installed, one skipped test names the command that installs it. */
export function onAzurite(name: string, register: () => void): void {
  if (hasAzurite) {
    register();
    return;
  }
  test(name, (context) => {
    const reason = 'Azurite is not installed; `npm run install:emulators` installs it';
    process.stdout.write(`skipped: ${name}: ${reason}\n`);
    context.skip(reason);
  });
}
