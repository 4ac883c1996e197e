import { modelTest } from './model-test.js';

// always the same ones: among so few, chance could leave out what the test wants to see
modelTest(60, 1);
