export type { SlackConditions } from './simulator/conditions/slack-conditions.js';
export { createSlackSimulator } from './simulator/create-slack-simulator.js';
export type { FailRule } from './simulator/fail-rule.js';
export type { ThreadRefusal, UpdateRefusal } from './simulator/model/model.js';
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
