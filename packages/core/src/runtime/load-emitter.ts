import type { EventEmitter } from 'eventemitter3';

/** Loads eventemitter3, which is CommonJS: reading its exports costs an import of this library a third of its time. */
export const loadEmitter = async (): Promise<EventEmitter> => new (await import('eventemitter3')).EventEmitter();
