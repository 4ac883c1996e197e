import { createRequire } from 'node:module';

/**
 * Replaces a module of Node that prints a deprecation warning.
 *
 * client-node's HTTP client wants `punycode`, and in a bundle it would get Node's own and not the package that npm
 * installs.
 */
export const withoutDeprecated = { punycode: createRequire(import.meta.url).resolve('punycode/') };
