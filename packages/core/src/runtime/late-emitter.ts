import type { EventEmitter } from 'eventemitter3';

/** The emitter of one process. It loads with the first listener: a process without one, as most that answer clicks are, does without. */
export interface LateEmitter {
  /** @returns a function that removes the listener */
  listen<Event>(method: 'on' | 'once', name: string, listener: (event: Event) => void): () => void;
  isHeard(): boolean;
  /** Resolves once the emitter is loaded, or cannot be. Wait for it, and what is emitted next is heard at once. */
  ready(): Promise<void>;
  /** Calls the listeners: now, or as soon as the emitter is loaded. */
  emit(name: string, event: unknown): void;
}

/** What the emitter needs of the process. */
interface Host {
  readonly load: () => Promise<EventEmitter>;
  readonly onFailure: (error: unknown) => void;
  readonly track: (work: Promise<unknown>) => unknown;
}

/** What is done once the emitter is loaded: listeners that come and go, and events. */
interface Step {
  readonly isEvent: boolean;
  readonly apply: (emitter: EventEmitter) => void;
}

/** A load that fails is reported, loses the events until then, and is tried again by the next listener or event. */
export function createLateEmitter({ load, onFailure, track }: Host): LateEmitter {
  let emitter: EventEmitter | null = null;
  let loading: Promise<void> | null = null;
  let steps: readonly Step[] = [];

  const loadIt = async (): Promise<void> => {
    try {
      const loaded = await load();
      emitter = loaded;
      for (const { apply } of steps) apply(loaded);
      steps = [];
    } catch (error) {
      loading = null;
      steps = steps.filter(({ isEvent }) => !isEvent);
      onFailure(error);
    }
  };
  const take = (step: Step): void => {
    if (emitter !== null) {
      step.apply(emitter);
      return;
    }
    steps = [...steps, step];
    loading ??= loadIt();
    track(loading);
  };
  const change = (apply: Step['apply']): void => take({ isEvent: false, apply });

  return {
    listen(method, name, listener) {
      change((ready) => void ready[method](name, listener));
      return () => change((ready) => void ready.off(name, listener));
    },
    async ready() {
      await loading;
    },
    isHeard: () => (emitter === null ? steps.length > 0 : emitter.eventNames().length > 0),
    emit(name, event) {
      if (emitter !== null || steps.length > 0) take({ isEvent: true, apply: (ready) => void ready.emit(name, event) });
    },
  };
}
