export { aRow } from './a-row.js';
export type { StartHost } from './adapter-contract/world.js';
export { type AdapterContractOptions, adapterContract } from './adapter-contract.js';
export type { TestFunction, TestRunner } from './contract/test-runner.js';
export { type CreateTestApprovalsOptions, createTestApprovals, type TestApprovals } from './create-test-approvals.js';
export { type FixedClock, fixedClock } from './fixed-clock.js';
export { type LoopbackServer, listenOnLoopback } from './listen-on-loopback.js';
export { type SignSlackRequestOptions, signSlackRequest } from './sign-slack-request.js';
export type {
  SourceQuestion,
  SourceRun,
  SourceUnderTest,
  SourceWorld,
  StartSource,
} from './source-contract/source-under-test.js';
export { type SourceContractOptions, sourceContract } from './source-contract.js';
export type { StoreCall, StoreFault } from './store-contract/fault.js';
export { type StoreContractOptions, storeContract } from './store-contract.js';
export type { AnsweredCard, TestAnswer } from './test-approvals/answer-card.js';
export type { CardQuery, TestCard } from './test-approvals/cards.js';
