export { aRow } from './a-row.js';
export type { StartHost } from './adapter-contract/world.js';
export { type AdapterContractOptions, adapterContract } from './adapter-contract.js';
export type { TestFunction, TestRunner } from './contract/test-runner.js';
export { type FixedClock, fixedClock } from './fixed-clock.js';
export { type LoopbackServer, listenOnLoopback } from './listen-on-loopback.js';
export { type SignSlackRequestOptions, signSlackRequest } from './sign-slack-request.js';
export type { SlackConditions } from './simulator/conditions/slack-conditions.js';
export { createSlackSimulator } from './simulator/create-slack-simulator.js';
export type { FailRule } from './simulator/fail-rule.js';
export type { UpdateRefusal } from './simulator/model/model.js';
export type {
  SimulatedChannel,
  SimulatedPerson,
  SimulatedUsergroup,
  WorldChanges,
} from './simulator/model/world-records.js';
export type { SendFailure, Sent } from './simulator/sent.js';
export { SimulatorError, type SimulatorErrorCode } from './simulator/simulator-error.js';
export type {
  MessageClick,
  PageButton,
  SimulatedMessage,
  SimulatedView,
  SlackSimulator,
  SlackSimulatorOptions,
  SlashCommandHint,
  TrafficEntry,
  Upcoming,
  ViewClick,
} from './simulator/slack-simulator.js';
export type { StoreCall, StoreFault } from './store-contract/fault.js';
export { type StoreContractOptions, storeContract } from './store-contract.js';
