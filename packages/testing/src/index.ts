export { aRow } from './a-row.js';
export type { StartHost } from './adapter-contract/world.js';
export { type AdapterContractOptions, adapterContract } from './adapter-contract.js';
export type { TestFunction, TestRunner } from './contract/test-runner.js';
export { type FixedClock, fixedClock } from './fixed-clock.js';
export { type LoopbackServer, listenOnLoopback } from './listen-on-loopback.js';
export { type SignSlackRequestOptions, signSlackRequest } from './sign-slack-request.js';
export type { StoreCall, StoreFault } from './store-contract/fault.js';
export { type StoreContractOptions, storeContract } from './store-contract.js';
