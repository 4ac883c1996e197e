import { type BodyFault, maxRequestBytes, type NodeBody, type WebBody } from '../ports/raw-http.js';

/** Slack itself waits only 3 s for a response. */
const bodyTimeoutMs = 5_000;
/** How long the rest of a refused body is read and dropped: cutting the connection at once would lose the response. */
const maxDropMs = 2_000;

/** The callbacks for reading a body. */
interface Flow {
  readonly onChunk: (chunk: Uint8Array) => void;
  readonly onEnd: () => void;
  /** The stream broke off, as the sender is gone. */
  readonly onFailure: () => void;
}

/** Reads a body, within the limits for size and time. Beyond them, it drops everything and returns the fault. */
export function readBody(body: NodeBody | WebBody): Promise<Uint8Array | BodyFault | 'aborted'> {
  return new Promise((resolve) => {
    let chunks: Uint8Array[] = [];
    let length = 0;
    let isOver = false;
    const finish = (outcome: Uint8Array | BodyFault | 'aborted') => {
      isOver = true;
      chunks = [];
      clearTimeout(timer);
      resolve(outcome);
    };
    const refuse = (fault: BodyFault) => {
      finish(fault);
      rest.cutLater();
    };
    const timer = setTimeout(refuse, bodyTimeoutMs, 'body_too_slow');
    const rest = flow(body, {
      onChunk(chunk) {
        length += chunk.byteLength;
        if (isOver) return;
        if (length > maxRequestBytes) refuse('body_too_large');
        else chunks.push(chunk);
      },
      onEnd: () => isOver || finish(concat(chunks)),
      onFailure: () => isOver || finish('aborted'),
    });
  });
}

/** Reads and drops the rest of a refused body, for up to 2 s. */
export function dropBody(body: NodeBody | WebBody): void {
  const ignore = () => undefined;
  flow(body, { onChunk: ignore, onEnd: ignore, onFailure: ignore }).cutLater();
}

/** Starts reading a body. `cutLater` cuts the connection after 2 s, unless the body ends before. */
function flow(body: NodeBody | WebBody, { onChunk, onEnd, onFailure }: Flow): { readonly cutLater: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;
  const ending = (then: () => void) => () => {
    hasEnded = true;
    clearTimeout(timer);
    then();
  };
  const sink = { onChunk, onEnd: ending(onEnd), onFailure: ending(onFailure) };
  const cut = 'getReader' in body ? pull(body, sink, () => timer !== undefined) : listen(body, sink);
  return {
    cutLater() {
      if (hasEnded) return;
      timer = setTimeout(cut, maxDropMs);
      // a process that ends drops the rest anyway; not every runtime has `unref`
      timer.unref?.();
    },
  };
}

/** Reads a Node.js stream. @returns a function that cuts the connection */
function listen(body: NodeBody, { onChunk, onEnd, onFailure }: Flow): () => void {
  body.on('data', onChunk);
  body.on('end', onEnd);
  body.on('error', onFailure);
  body.on('close', onFailure);
  return () => body.destroy();
}

/** Reads a web-standard stream. @returns a function that tells the host that no one reads on */
function pull(body: WebBody, { onChunk, onEnd, onFailure }: Flow, isDropping: () => boolean): () => void {
  const reader = body.getReader();
  const readAll = async () => {
    for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
      onChunk(value);
      // a stream that always has a chunk ready would block the event loop
      if (isDropping()) await new Promise((resolve) => setTimeout(resolve));
    }
    onEnd();
  };
  readAll().catch(onFailure);
  return () => void reader.cancel().catch(onFailure);
}

function concat([first, ...more]: readonly Uint8Array[]): Uint8Array {
  return first !== undefined && more.length === 0 ? first : Buffer.concat(first === undefined ? [] : [first, ...more]);
}
