import { adapterContract } from '@k8s-pizza/slack-approval-testing';
import { startExpress } from './start-express.js';

adapterContract({ name: 'express, at the root', start: startExpress('/') });
adapterContract({ name: 'express, under /slack', start: startExpress('/slack') });
