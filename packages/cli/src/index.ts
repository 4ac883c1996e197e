export { checks } from './checks/checks.js';
export { type Check, type CheckResult, type Environment, notChecked, ok, wrong } from './doctor/check.js';
export { type DoctorLine, type DoctorOptions, type DoctorReport, doctor } from './doctor/doctor.js';
export type { Ports, Settings, World } from './doctor/ports.js';
export type { SlackAnswer, SlackCalls } from './doctor/slack-calls.js';
export type { Unreached } from './doctor/why-unreached.js';
export { createManifest, type Manifest, ManifestError, type ManifestOptions } from './manifest/create-manifest.js';
export type { Command } from './manifest/manifest-input.js';
