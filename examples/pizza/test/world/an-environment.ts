import { randomBytes } from 'node:crypto';
import { type FunctionConfig, readFunctionConfig } from '../../src/config.js';

export const aSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The customer in the environment. */
export const customer = {
  CUSTOMER_FIRST_NAME: 'Grace',
  CUSTOMER_LAST_NAME: 'Hopper',
  CUSTOMER_EMAIL: 'grace@example.com',
  CUSTOMER_PHONE: '2125550100',
  DELIVERY_STREET: '1 Compiler Road',
  DELIVERY_CITY: 'New York',
  DELIVERY_STATE: 'NY',
  DELIVERY_ZIP: '10001',
};

export function functionConfigOf(environment: Readonly<Record<string, string>>): FunctionConfig {
  const read = readFunctionConfig(environment);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.config;
}
