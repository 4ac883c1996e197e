import { adapterContract } from '@k8s-pizza/slack-approval-testing';
import { describe } from 'vitest';
import { startBolt } from './start-bolt.js';

const verifiesItself = { reason: 'Bolt verifies and parses requests before any listener sees them' };

describe.each(['HTTPReceiver', 'ExpressReceiver', 'AwsLambdaReceiver'] as const)('bolt', (receiver) => {
  adapterContract({ name: `behind its ${receiver}`, verifiesItself, start: startBolt(receiver) });
});
