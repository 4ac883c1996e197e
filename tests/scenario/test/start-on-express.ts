import { livingOn } from 'test-scenario/host';
import { startExpress } from '../../../packages/adapter-express/test/start-express.js';

export const startOnExpress = livingOn(startExpress('/slack'));
