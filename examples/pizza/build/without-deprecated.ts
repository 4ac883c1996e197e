import { createRequire } from 'node:module';

/**
 * What a bundle uses instead of a part of Node that warns whoever runs it.
 *
 * client-node's HTTP client wants `punycode`, and in a bundle it would get Node's own and not the package that npm installs.
 */
export const withoutDeprecated = { punycode: createRequire(import.meta.url).resolve('punycode/') };
