import { type BodyFault, maxRequestBytes, type NodeBody, type WebBody } from '../../ports/raw-http.js';

/** Slack waits 3 s for an answer, and nobody waits for one to a body that takes longer. The rest is for slower senders. */
const bodyTimeoutMs = 5_000;
/** How long the rest of a refused body is read and dropped: a connection that is cut at once would lose the answer. */
const dropMs = 2_000;

/** A body from its first byte on. */
interface Flow {
  readonly onChunk: (chunk: Uint8Array) => void;
  readonly onEnd: () => void;
  /** The stream broke off: its sender is gone. */
  readonly onFailure: () => void;
}

/** Reads a body up to its bound in bytes and in time. Of one that has a fault nothing is kept, and the rest is dropped. */
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
      onEnd: () => isOver || finish(joined(chunks)),
      onFailure: () => isOver || finish('aborted'),
    });
  });
}

/** Reads what comes of a refused body and forgets it, for a while. */
export function dropBody(body: NodeBody | WebBody): void {
  const ignore = () => undefined;
  flow(body, { onChunk: ignore, onEnd: ignore, onFailure: ignore }).cutLater();
}

/** Lets a body flow. `cutLater` ends it from this side, unless it ends before. */
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
      if (!hasEnded) timer = setTimeout(cut, dropMs);
    },
  };
}

/** @returns what cuts the connection */
function listen(body: NodeBody, { onChunk, onEnd, onFailure }: Flow): () => void {
  body.on('data', onChunk);
  body.on('end', onEnd);
  body.on('error', onFailure);
  body.on('close', onFailure);
  return () => body.destroy();
}

/** @returns what tells the host that nobody reads on */
function pull(body: WebBody, { onChunk, onEnd, onFailure }: Flow, isDropping: () => boolean): () => void {
  const reader = body.getReader();
  const readAll = async () => {
    for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
      onChunk(value);
      // a stream that is never without a chunk would leave nothing else its turn
      if (isDropping()) await new Promise((resolve) => setTimeout(resolve));
    }
    onEnd();
  };
  readAll().catch(onFailure);
  return () => void reader.cancel().catch(onFailure);
}

function joined([first, ...more]: readonly Uint8Array[]): Uint8Array {
  return first !== undefined && more.length === 0 ? first : Buffer.concat(first === undefined ? [] : [first, ...more]);
}
