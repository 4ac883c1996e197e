import type { KnownBlock } from '@slack/types';
import { BlockView } from './block-view.js';

export function BlockList({ blocks }: { readonly blocks: readonly KnownBlock[] }) {
  return (
    <div class="blocks">
      {blocks.map((block, index) => (
        // an update may move a block: its id tells Preact which one it is, and its type tells apart those that Slack has numbered
        <BlockView key={`${block.block_id ?? index} ${block.type}`} block={block} />
      ))}
    </div>
  );
}
