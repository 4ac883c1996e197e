import { modelTest } from './model-test.js';

// other ones each time
modelTest(300, Date.now() % 2 ** 31);
