// The entry of the function app: Azure loads this bundle, which registers the functions with the library that the host
// provides.
import { app } from '@azure/functions';
import { startOrderFunction } from '../src/order-function.js';

startOrderFunction(app, process.env);
