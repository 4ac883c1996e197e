export { type AdapterContractOptions, adapterContract } from './adapter-contract.js';
export { type FixedClock, fixedClock } from './fixed-clock.js';
export { type SignSlackRequestOptions, signSlackRequest } from './sign-slack-request.js';
export { type StoreContractOptions, storeContract } from './store-contract.js';
