// The entry of the function app: what its settings name is registered, and nothing else is done here.
import { app } from '@azure/functions';
import { readFunctionConfig } from './function-config.js';
import { invocationLog } from './invocation-log.js';
import { registerMisconfigured } from './register-misconfigured.js';
import { startFunction } from './start-function.js';

const read = readFunctionConfig(process.env);
if ('problems' in read) registerMisconfigured(app, read.problems);
else startFunction(app, read.config, invocationLog);
