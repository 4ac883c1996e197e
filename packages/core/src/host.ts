export { receiveStream } from './http/receive-stream.js';
export { createWaits, type Patience, type Waits } from './http/waits.js';
export { credentialFault } from './options/credential-fault.js';
export { readDuration } from './options/duration.js';
export { refuseUnknownKeys } from './options/refuse-unknown-keys.js';
export type { KnownKeys } from './options/unknown-keys.js';
export { isInMemory } from './ports/in-memory.js';
export { consoleLogger, createLog, type Log } from './ports/log.js';
export { createLogThrottle, type LogThrottle } from './ports/log-throttle.js';
export {
  type BodyFault,
  type HostContext,
  maxRequestBytes,
  type NodeBody,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
  requireBytes,
  type StreamedRequest,
  type WaitUntil,
  type WebBody,
} from './ports/raw-http.js';
