export { type ConnectSocketModeOptions, connectSocketMode, type SocketModeConnection } from './connect-socket-mode.js';
